namespace OciFs.Compression;

/// <summary>What a compressed stream may ask for. What goes beyond is refused, never allocated.</summary>
public static class CompressionLimits
{
    internal const int ZstdWindowLog = 27;

    /// <summary>
    /// Bytes of a zstd window: what <c>zstd -d</c> takes without <c>--long</c>, and so what every container tool can unpack
    /// (ZSTD_WINDOWLOG_LIMIT_DEFAULT of zstd.h); a larger one would be a way to take all memory.
    /// </summary>
    public const int ZstdWindowBytes = 1 << ZstdWindowLog;
}
