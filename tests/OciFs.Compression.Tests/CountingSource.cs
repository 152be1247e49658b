namespace OciFs.Compression.Tests;

/// <summary>A source that counts what is read of it, and fails when told to.</summary>
public sealed class CountingSource(byte[] bytes) : IByteSource
{
    private readonly ArraySource inner = new(bytes);
    private long bytesRead;

    public bool Fails { get; set; }

    public long BytesRead => Interlocked.Read(ref bytesRead);

    public long Length => inner.Length;

    public int ReadAt(long offset, Span<byte> destination)
    {
        if (Fails)
            throw new IOException("The disk is gone.");
        var read = inner.ReadAt(offset, destination);
        Interlocked.Add(ref bytesRead, read);
        return read;
    }
}
