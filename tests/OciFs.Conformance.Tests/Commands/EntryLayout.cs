using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>A layout of one image named <c>t</c>, made of the entries that a test writes, and a folder beside it to copy to.</summary>
internal sealed class EntryLayout : IDisposable
{
    private readonly TempFolder folder = new();

    public EntryLayout(params IEnumerable<TestEntry>[] layers) => Write([.. layers.Select(entries => LayerBlob.Of(LayerBuilder.Tar(entries), LayerCompression.Gzip))]);

    /// <summary>An image of one layer, whatever its bytes.</summary>
    public EntryLayout(byte[] tar) => Write([LayerBlob.Of(tar)]);

    /// <summary>The image, as commands take it.</summary>
    public string Source => $"oci:{Layout}:t";

    /// <summary>The layout's folder.</summary>
    public string Layout => folder["layout"];

    /// <summary>The folder that all is in.</summary>
    public string Path => folder.Path;

    /// <summary>Something beside the layout.</summary>
    public string this[string name] => folder[name];

    public void Dispose() => folder.Dispose();

    private void Write(IReadOnlyList<LayerBlob> layers)
    {
        var builder = new LayoutBuilder(Layout);
        builder.Name("t", builder.AddImage(layers).Manifest).Write();
    }
}
