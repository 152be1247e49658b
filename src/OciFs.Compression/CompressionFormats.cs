namespace OciFs.Compression;

/// <summary>Tells formats apart by their magic numbers.</summary>
public static class CompressionFormats
{
    /// <summary>Bytes that <see cref="Detect"/> wants to see; fewer are right only where the stream has no more.</summary>
    public const int HeadLength = 6;

    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B]; // RFC 1952 §2.3.1
    private static ReadOnlySpan<byte> ZstdMagic => [0x28, 0xB5, 0x2F, 0xFD]; // RFC 8878 §3.1.1
    private static ReadOnlySpan<byte> SkippableMagic => [0x2A, 0x4D, 0x18]; // RFC 8878 §3.1.2, behind a byte 0x50–0x5F
    private static ReadOnlySpan<byte> Bzip2Magic => "BZh"u8;
    private static ReadOnlySpan<byte> XzMagic => [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]; // The .xz file format §2.1.1.1

    /// <summary>
    /// The format of the stream that begins with <paramref name="head"/>; <see cref="CompressionFormat.None"/> if no magic fits.
    /// </summary>
    public static CompressionFormat Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(GzipMagic))
            return CompressionFormat.Gzip;
        if (head.StartsWith(ZstdMagic) || (head.Length >= 4 && head[0] >> 4 == 5 && head[1..].StartsWith(SkippableMagic)))
            return CompressionFormat.Zstd;
        if (head.StartsWith(Bzip2Magic))
            return CompressionFormat.Bzip2;
        return head.StartsWith(XzMagic) ? CompressionFormat.Xz : CompressionFormat.None;
    }
}
