using System.Text;
using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tests.Finding;
using OciFs.Views;
using Tools = OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Views;

/// <summary>Aliases of stores whose names change, and of namespaces.</summary>
public sealed class FollowedAliasTests : IDisposable
{
    private readonly Tools.TempFolder _folder = new();

    [Fact]
    public void An_alias_follows_the_store_and_is_another_file_then()
    {
        using var layout = new Tools.LayoutBuilder();
        var image = layout.Image();
        void Name(params string[] names) => layout.Index(names.Select(name => layout.Entry(Tools.LayoutBuilder.ManifestType, image, Tools.LayoutBuilder.Named(name))));
        Name("a:1", "b:1");
        using var store = OciLayoutStore.Open(layout.Path);
        using var tree = Open(store);
        var images = OpenedStack.At(tree, "images");
        var alias = Encoding.UTF8.GetBytes(image);

        var first = tree.Lookup(images, alias);
        Assert.Equal("a:1", Encoding.UTF8.GetString(tree.ReadLink(first.Node)));
        Assert.True(first.MayChange);
        Name("b:1");
        var second = tree.Lookup(images, alias);
        Assert.Equal("b:1", Encoding.UTF8.GetString(tree.ReadLink(second.Node)));
        Assert.NotEqual(first.Node, second.Node);
        Assert.Equal(tree.GetAttributes(first.Node).Inode, tree.GetAttributes(second.Node).Inode);
        Name();
        Assert.False(tree.Lookup(images, alias).Exists);
        Assert.Equal("b:1", Encoding.UTF8.GetString(tree.ReadLink(second.Node)));
    }

    [Fact]
    public void Namespaces_have_aliases_of_their_own()
    {
        using var stores = new NamedStores();
        using var store = SourceOpener.Open(stores.SourceOf("containerd"));
        using var tree = Open(store);
        var said = stores.Said("containerd").Single(name => (string?)name["Namespace"] == "k8s.io");
        var digest = Encoding.UTF8.GetBytes((string)said["Digest"]!);

        var images = OpenedStack.At(tree, "namespaces", "k8s.io", "images");
        var link = tree.Lookup(images, digest);

        Assert.Equal(PathSegment.Encode((string)said["Name"]!), Encoding.UTF8.GetString(tree.ReadLink(link.Node)));
        Assert.False(tree.Lookup(OpenedStack.At(tree, "namespaces", "default", "images"), digest).Exists);
    }

    public void Dispose() => _folder.Dispose();

    private PatientTree Open(IStore store) => new(new ImageTree(store, new ImageTreeOptions
    {
        Platform = PlatformName.Parse("linux/amd64"),
        IndexCache = new LayerIndexCache(new CacheFolder(_folder["cache"]), Assert.Fail),
    }));
}
