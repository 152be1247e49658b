namespace OciFs.Compression;

/// <summary>
/// Decodes forward from a seek point; several live per stream, each used by one thread at a time. Owns its buffers, not the source.
/// </summary>
internal abstract class ResumableDecoder : IDisposable
{
    /// <summary>Offset in the decompressed stream of the byte that <see cref="Read"/> gives next.</summary>
    public long Position { get; protected set; }

    /// <summary>Memory that it takes now, in bytes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Log2 of the largest window that it takes; the largest there is where the format has no choice.</summary>
    public virtual int WindowLog => Zstd.ZstdFormat.MaxWindowLog;

    /// <summary>Makes the decoder stand at point <paramref name="point"/> of the index it was made for.</summary>
    public abstract void Start(int point);

    /// <summary>Makes the decoder stand at <paramref name="output"/> where the format needs no point for that.</summary>
    /// <returns>False if it does: the decoder stands where it stood.</returns>
    public virtual bool TrySeek(long output) => false;

    /// <summary>Fills <paramref name="destination"/>; short only at the end of the stream.</summary>
    /// <exception cref="CompressedDataException">The bytes are not what the index was made of.</exception>
    /// <exception cref="IOException">The source cannot be read.</exception>
    public abstract int Read(Span<byte> destination);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>What a decoder will take in bytes, before one was there.</summary>
    /// <param name="index">The stream.</param>
    /// <param name="windowLog">As <see cref="Create"/>.</param>
    public static long BytesAtFirst(SeekIndex index, int windowLog) => BlockCache.BlockSize + index.Format switch
    {
        CompressionFormat.Gzip => Gzip.GzipDecoder.MemoryBytes,
        CompressionFormat.Zstd => Zstd.ZstdDecoder.MemoryBytes(windowLog),
        _ => 0,
    };

    /// <summary>A decoder for the index's format over <paramref name="source"/>.</summary>
    /// <param name="source">The compressed stream.</param>
    /// <param name="index">Its index.</param>
    /// <param name="windowLog">Log2 of the largest zstd window that it may take; what wants more is told by <see cref="CompressedDataException.WantsLargerWindow"/>.</param>
    public static ResumableDecoder Create(IByteSource source, SeekIndex index, int windowLog = Zstd.ZstdFormat.MaxWindowLog) => index.Format switch
    {
        CompressionFormat.None => new PlainDecoder(source),
        CompressionFormat.Gzip => new Gzip.GzipDecoder(source, index),
        CompressionFormat.Zstd => new Zstd.ZstdDecoder(source, index, windowLog),
        _ => throw new CompressedDataException(CompressedDataError.Unsupported, $"{index.Format} streams are not decoded"),
    };
}
