namespace OciFs.Compression;

/// <summary>
/// Decodes forward from a seek point; several live per stream, each used by one thread at a time. Owns its buffers, not the source.
/// </summary>
internal abstract class ResumableDecoder : IDisposable
{
    /// <summary>Offset in the decompressed stream of the byte that <see cref="Read"/> gives next.</summary>
    public long Position { get; protected set; }

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

    /// <summary>A decoder for the index's format over <paramref name="source"/>.</summary>
    public static ResumableDecoder Create(IByteSource source, SeekIndex index) => index.Format switch
    {
        CompressionFormat.None => new PlainDecoder(source),
        CompressionFormat.Gzip => new Gzip.GzipDecoder(source, index),
        CompressionFormat.Zstd => new Zstd.ZstdDecoder(source, index),
        _ => throw new CompressedDataException(CompressedDataError.Unsupported, $"{index.Format} streams are not decoded"),
    };
}
