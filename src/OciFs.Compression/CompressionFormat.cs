namespace OciFs.Compression;

/// <summary>How a stream is compressed, told by its first bytes (design §4.8: the media type is often wrong).</summary>
public enum CompressionFormat
{
    /// <summary>Not compressed, as far as the first bytes tell.</summary>
    None,

    /// <summary>RFC 1952, one or many members.</summary>
    Gzip,

    /// <summary>RFC 8878, one or many frames, skippable frames among them.</summary>
    Zstd,

    /// <summary>Recognised so that the error can name it; not decoded.</summary>
    Bzip2,

    /// <summary>Recognised so that the error can name it; not decoded.</summary>
    Xz,
}
