namespace OciFs.Compression;

/// <summary>Picks the reader that a stream's first bytes ask for.</summary>
internal static class IndexingReaders
{
    public static IndexingReader Open(Stream compressed, int span, IGrowingBytes? states)
    {
        var head = new byte[CompressionFormats.HeadLength];
        var length = compressed.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(head.AsMemory(0, length), compressed);
        var format = CompressionFormats.Detect(head.AsSpan(0, length));
        return format switch
        {
            CompressionFormat.None => new PlainIndexingReader(whole),
            CompressionFormat.Gzip => new Gzip.GzipIndexingReader(whole, span, states),
            CompressionFormat.Zstd => new Zstd.ZstdIndexingReader(whole, span, states),
            _ => throw new CompressedDataException(CompressedDataError.Unsupported, $"{format} streams are not decoded"),
        };
    }
}
