using OciFs.Images;

namespace OciFs.Usage;

/// <summary>What one layer brings, and what of it the image shows.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Files">Names of files that it brings; directories and markers are not counted.</param>
/// <param name="VisibleFiles">Of the names, those that the image shows.</param>
/// <param name="VisibleBytes">Bytes of contents that the image shows, each once, whatever number of names it has.</param>
/// <param name="WastedBytes">Bytes of contents that upper layers hide.</param>
public sealed record LayerShare(ImageLayer Layer, long Files, long VisibleFiles, long VisibleBytes, long WastedBytes)
{
    /// <summary>Bytes of all contents.</summary>
    public long Bytes => ByteSum.Add(VisibleBytes, WastedBytes);
}
