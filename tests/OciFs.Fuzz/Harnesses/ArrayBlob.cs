using OciFs.Stores;

namespace OciFs.Fuzz.Harnesses;

/// <summary>A blob in memory.</summary>
internal sealed class ArrayBlob(byte[] bytes) : IBlob
{
    public long Length => bytes.Length;

    public int ReadAt(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var rest = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
        rest = rest[..Math.Min(rest.Length, destination.Length)];
        rest.CopyTo(destination);
        return rest.Length;
    }

    public void Dispose()
    {
    }
}
