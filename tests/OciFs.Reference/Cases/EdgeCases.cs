using OciFs.Reference.Layout;

namespace OciFs.Reference.Cases;

/// <summary>
/// The edge cases beyond those of tests/corpus/cases. scripts/corpus writes them as a layout, has real tools unpack it, and keeps what they
/// made in tests/corpus/built.
/// </summary>
public static class EdgeCases
{
    public static IReadOnlyList<EdgeCase> All { get; } =
    [
        .. WhiteoutCases.All, .. TypeChangeCases.All, .. LinkCases.All, .. DirectoryCases.All,
        .. DialectCases.All, .. SparseCases.All, .. MetadataCases.All, .. ArchiveCases.All,
    ];

    /// <summary>Writes one image a case, its layers in gzip.</summary>
    public static void Write(LayoutBuilder layout)
    {
        foreach (var item in All)
            layout.Name(item.Name, layout.AddImage(item.Tars.Select(tar => LayerBlob.Of(tar, LayerCompression.Gzip))).Manifest);
        layout.Write();
    }
}
