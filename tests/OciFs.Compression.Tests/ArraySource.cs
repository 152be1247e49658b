namespace OciFs.Compression.Tests;

/// <summary>A source over an array that a test may change while it is read.</summary>
public sealed class ArraySource(byte[] bytes) : IByteSource
{
    public byte[] Bytes { get; set; } = bytes;

    public long Length => Bytes.Length;

    public int ReadAt(long offset, Span<byte> destination)
    {
        if (offset >= Bytes.Length)
            return 0;
        var read = (int)Math.Min(destination.Length, Bytes.Length - offset);
        Bytes.AsSpan((int)offset, read).CopyTo(destination);
        return read;
    }
}
