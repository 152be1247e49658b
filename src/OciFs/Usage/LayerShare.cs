using OciFs.Images;

namespace OciFs.Usage;

/// <summary>What one layer brings, and what of it the image shows.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Files">Names of files that it brings; directories and markers are not counted.</param>
/// <param name="Bytes">Bytes of their contents, each once, whatever number of names it has.</param>
/// <param name="VisibleFiles">Of the names, those that the image shows.</param>
/// <param name="VisibleBytes">Of the bytes, those of contents that the image shows.</param>
public sealed record LayerShare(ImageLayer Layer, long Files, long Bytes, long VisibleFiles, long VisibleBytes)
{
    /// <summary>Bytes that upper layers hide.</summary>
    public long WastedBytes => Bytes - VisibleBytes;
}
