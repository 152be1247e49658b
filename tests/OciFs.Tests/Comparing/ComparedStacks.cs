using OciFs.Comparing;
using OciFs.Images;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Stacks;
using OciFs.References;

namespace OciFs.Tests.Comparing;

/// <summary>Two stacks of layers as images of one layout, or of two. Disposing closes and removes them.</summary>
internal sealed class ComparedStacks : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ImageStore _one;
    private readonly ImageStore _other;

    /// <param name="before">The first image.</param>
    /// <param name="after">The second.</param>
    /// <param name="apart">Whether each lies in a layout of its own.</param>
    public ComparedStacks(LayerStack before, LayerStack after, bool apart)
    {
        var layout = new LayoutBuilder(_folder["layout"]);
        var other = apart ? new LayoutBuilder(_folder["other"]) : layout;
        Add(layout, "before", before);
        Add(other, "after", after);
        layout.Write();
        other.Write();
        _one = Open(layout);
        _other = apart ? Open(other) : _one;
    }

    /// <summary>The first image's platform.</summary>
    public OciFs.Images.ImagePlatform Before => _one.Get("before").DefaultPlatform!;

    /// <summary>The second image's platform.</summary>
    public OciFs.Images.ImagePlatform After => _other.Get("after").DefaultPlatform!;

    /// <summary>The indexes that were made so far.</summary>
    public IReadOnlyList<string> Indexes => Directory.Exists(_folder["cache"]) ? Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories) : [];

    /// <summary>How the two differ, in words.</summary>
    public IReadOnlyList<string> Differences(ComparisonOptions? options = null) => NaiveDifferences.Of(TreeComparison.Compare(Before.RootFs, After.RootFs, options));

    public void Dispose()
    {
        _one.Dispose();
        if (_other != _one)
            _other.Dispose();
        _folder.Dispose();
    }

    private static void Add(LayoutBuilder layout, string name, LayerStack stack) => layout.Name(
        name, layout.AddImage(stack.ToTars().Select((tar, number) => LayerBlob.Of(tar, stack.FormOf(number).Compression))).Manifest);

    private ImageStore Open(LayoutBuilder layout) => ImageStore.Open("oci:" + layout.Folder, new ImageStoreOptions
    {
        Platform = PlatformName.Parse("linux/amd64"), Cache = new CacheFolder(_folder["cache"]), Warn = Assert.Fail,
    });
}
