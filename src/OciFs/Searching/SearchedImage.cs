using OciFs.Images;
using OciFs.Layers;
using OciFs.Stores;
using OciFs.Tree;
using OciFs.Views;

namespace OciFs.Searching;

/// <summary>The root file system of one platform while it is searched, made of layers that others hold open. One thread.</summary>
internal sealed class SearchedImage : IDisposable
{
    private readonly ImageTree _tree;
    private readonly RootfsView _view;

    /// <param name="store">The store.</param>
    /// <param name="layers">Where the platform's layers are open.</param>
    /// <param name="image">The image.</param>
    /// <param name="platform">The platform; it has layers.</param>
    public SearchedImage(IStore store, LayerPool layers, Image image, ImagePlatform platform)
    {
        _tree = new ImageTree(store, new ImageTreeOptions { Platform = platform.Name, IndexCache = layers.Cache, SharedLayers = layers });
        var key = $"{ImageFolder.KeyOf(image.Named, string.Empty)}\n{platform.FolderName}\nrootfs";
        _view = _tree.Add(new RootfsView(_tree, key, platform.Resolved.Layers, _ => { }));
        Root = new FileNode(_tree, _view.IdOf(_view.Top));
    }

    /// <summary>The root.</summary>
    public FileNode Root { get; }

    /// <summary>The file of a path of names without a slash before them; null where there is none. Links are not followed.</summary>
    public FileNode? TryFind(ReadOnlyMemory<byte> path) =>
        path.IsEmpty ? Root
        : Patience.Ask(() => _view.TryFindPath(path.Span, out var node) ? node : (ulong?)null) is { } found ? new FileNode(_tree, _view.IdOf(found))
        : null;

    /// <summary>The layer and inode that a file of this image is.</summary>
    public static TreeNode At(FileNode file) => TreeNode.From(file.Id.Local);

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();
}
