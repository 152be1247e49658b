using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Stacks;
using OciFs.References;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>A stack of layers as an image of an OCI layout in a temporary folder, opened as a tree. Disposing removes it.</summary>
internal sealed class OpenedStack : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly IStore _store;

    public OpenedStack(LayerStack stack)
        : this(layout => layout.Name(
            "image", layout.AddImage(stack.ToTars().Select((tar, number) => LayerBlob.Of(tar, stack.FormOf(number).Compression))).Manifest))
    {
    }

    public OpenedStack(Action<LayoutBuilder> build)
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        build(layout);
        layout.Write();
        _store = SourceOpener.Open("oci:" + layout.Folder);
        Tree = new PatientTree(new ImageTree(_store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(new CacheFolder(_folder["cache"]), Assert.Fail),
        }));
    }

    /// <summary>The tree.</summary>
    public PatientTree Tree { get; }

    /// <summary>The folder or file at a path of the tree, links not followed.</summary>
    public NodeId At(params IEnumerable<string> path) => At(Tree, path);

    /// <inheritdoc cref="At(IEnumerable{string})"/>
    public static NodeId At(PatientTree tree, params IEnumerable<string> path)
    {
        var node = NodeId.Root;
        foreach (var name in path)
        {
            var found = tree.Lookup(node, System.Text.Encoding.UTF8.GetBytes(name));
            Assert.True(found.Exists, $"{name} of {string.Join('/', path)} is not there");
            node = found.Node;
        }

        return node;
    }

    /// <summary>The text of a file of the tree.</summary>
    public string Text(params IEnumerable<string> path)
    {
        var node = At(path);
        var bytes = new byte[Tree.GetAttributes(node).Size];
        Assert.Equal(bytes.Length, Tree.Read(node, 0, bytes));
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The lines of an image's error file; none where there is no such file.</summary>
    public string[] Errors(string image = "image") =>
        Tree.Lookup(At("images", image), "error"u8).Exists ? Text("images", image, "error").TrimEnd('\n').Split('\n') : [];

    /// <summary>The merged tree of the image.</summary>
    public NodeId Rootfs() => At("images", "image", "platforms", "linux-amd64", "rootfs");

    public void Dispose()
    {
        Tree.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }
}
