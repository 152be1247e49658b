namespace OciFs.Reference.Layout;

/// <summary>How a layer's blob is compressed.</summary>
public enum LayerCompression
{
    None,
    Gzip,
    Zstd,

    /// <summary>Several members, an empty one among them, and zeros behind the last.</summary>
    GzipMembers,

    /// <summary>Several frames that store their blocks, without a content size, skippable ones between.</summary>
    ZstdFrames,
}
