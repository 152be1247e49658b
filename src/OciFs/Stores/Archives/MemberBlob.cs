namespace OciFs.Stores.Archives;

/// <summary>A member as a blob; keeps the archive's file open, also when its name has gone to another.</summary>
internal sealed class MemberBlob(Archive archive, ArchiveMember member) : IBlob
{
    private int _disposed;

    /// <inheritdoc/>
    public long Length => member.Length;

    /// <inheritdoc/>
    public int ReadAt(long offset, Span<byte> destination)
    {
        var rest = Length - offset;
        return rest <= 0 ? 0 : archive.Tar.ReadAt(member.Offset + offset, destination[..(int)Math.Min(destination.Length, rest)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            archive.Release();
        }
    }
}
