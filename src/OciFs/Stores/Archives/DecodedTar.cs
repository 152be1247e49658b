using OciFs.Compression;

namespace OciFs.Stores.Archives;

/// <summary>The tar in a compressed archive. Every block is checked against the checksum that the scan took. Any thread.</summary>
internal sealed class DecodedTar : IByteSource, IDisposable
{
    private readonly MemoryBudget? _ownMemory;
    private readonly SeekableReader _reader;

    /// <param name="file">The file; stays the caller's, as the index does, and both are used until this is disposed of.</param>
    /// <param name="index">The index that its scan made.</param>
    /// <param name="memory">Where decoded blocks are kept; null for a place of its own.</param>
    public DecodedTar(IByteSource file, SeekIndex index, MemoryBudget? memory)
    {
        _ownMemory = memory is null ? new MemoryBudget(MemoryBudget.DefaultBytes) : null;
        _reader = new SeekableReader(file, index, (memory ?? _ownMemory!).ArchiveBlocks);
    }

    /// <inheritdoc/>
    public long Length => _reader.Length;

    /// <inheritdoc/>
    public int ReadAt(long offset, Span<byte> destination)
    {
        try
        {
            return _reader.ReadAt(offset, destination);
        }
        catch (CompressedDataException error)
        {
            throw new IOException($"the archive has changed since it was scanned: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _ownMemory?.Dispose();
    }
}
