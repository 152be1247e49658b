namespace OciFs.Compression;

/// <summary>What the readers of one <see cref="BlockCache"/> have read and decoded so far. Any thread.</summary>
public sealed class ReadCounters
{
    private long _storedBytes;
    private long _decodedBytes;
    private long _failures;

    /// <summary>Bytes that were read of sources.</summary>
    public long StoredBytes => Interlocked.Read(ref _storedBytes);

    /// <summary>Bytes that were decoded, also those that nobody had asked for.</summary>
    public long DecodedBytes => Interlocked.Read(ref _decodedBytes);

    /// <summary>How often a source's bytes were found not to be what its index was made of.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Counts decoded bytes.</summary>
    internal void CountDecoded(int bytes) => Interlocked.Add(ref _decodedBytes, bytes);

    /// <summary>Counts a failure, if it is one of the bytes: a source that cannot be read says nothing of them.</summary>
    internal void CountFailure(Exception error)
    {
        if (error is CompressedDataException)
            Interlocked.Increment(ref _failures);
    }

    /// <summary>The same source, whose reads are counted here.</summary>
    internal IByteSource Count(IByteSource source) => new CountedSource(source, this);

    private sealed class CountedSource(IByteSource source, ReadCounters counters) : IByteSource
    {
        public long Length => source.Length;

        public int ReadAt(long offset, Span<byte> destination)
        {
            var count = source.ReadAt(offset, destination);
            Interlocked.Add(ref counters._storedBytes, count);
            return count;
        }
    }
}
