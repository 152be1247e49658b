using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Apply;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;
using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>Every image of the corpus that the reference can apply has the same tree with us (the reference is held to the real tools by its own tests).</summary>
public sealed class CorpusTests
{
    private static readonly string Cases = Path.Combine(Fixtures.Root, "tests", "corpus", "cases");

    public static TheoryData<string> Names()
    {
        using var store = ImageStores.Open("oci:" + Path.Combine(Cases, "layout"));
        return [.. store.List().Images.Select(image => image.Name)];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TreeEqualsTheReference(string name)
    {
        using var folder = new Reference.TempFolder();
        using var store = ImageStores.Open($"oci:{Path.Combine(Cases, "layout")}:{name}");
        using var tree = new ImageTree(store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(null, Assert.Fail),
        });
        var image = Assert.Single(store.List().Images);
        var folderOfImage = tree.Lookup(tree.Lookup(NodeId.Root, "images"u8, default).Node, System.Text.Encoding.UTF8.GetBytes(PathSegment.Encode(image.Name)), default);
        Assert.True(folderOfImage.Exists);
        if (tree.RootfsOf(image) is not { } rootfs)
        {
            return;
        }

        TreeTable actual;
        List<IReadOnlyList<TestEntry>> layers;
        try
        {
            layers = Layers(tree, folderOfImage.Node);
            actual = TreeDump.Of(tree, rootfs);
        }
        catch (Exception error) when (error is OciFsException or InvalidDataException or FormatException)
        {
            // We, or the reference's strict reader, refuse: then the user must have been told.
            Assert.True(tree.Lookup(folderOfImage.Node, "error"u8, default).Exists, $"refused ({error.Message}) and not told");
            return;
        }

        Assert.Empty(TreeComparison.Differences(NaiveApplier.Apply(layers, folder.Path).ToTable(), actual));
    }

    /// <summary>The entries of each layer, as the reference's own reader reads them from the decompressed layer.</summary>
    private static List<IReadOnlyList<TestEntry>> Layers(ImageTree tree, NodeId image)
    {
        var platforms = tree.Lookup(image, "platforms"u8, default).Node;
        Assert.True(tree.OpenDirectory(platforms, true, default).TryGet(0, out var platform));
        var folder = tree.Lookup(tree.Lookup(platforms, platform.Name, default).Node, "layers"u8, default).Node;
        var layers = new List<IReadOnlyList<TestEntry>>();
        for (var number = 0; tree.Lookup(folder, System.Text.Encoding.ASCII.GetBytes($"{number:00}"), default) is { Exists: true } layer; number++)
        {
            var tar = tree.Lookup(layer.Node, "tar"u8, default).Node;
            var bytes = new byte[tree.GetAttributes(tar, default).Size];
            Assert.Equal(bytes.Length, tree.Read(tar, 0, bytes, default));
            layers.Add(TarReader.Read(bytes));
        }

        return layers;
    }
}
