namespace OciFs.Reference.Layout;

/// <summary>How a layer's blob is compressed.</summary>
public enum LayerCompression
{
    None,
    Gzip,
    Zstd,
}
