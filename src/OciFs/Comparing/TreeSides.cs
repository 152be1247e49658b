using OciFs.Images;
using OciFs.Views;

namespace OciFs.Comparing;

/// <summary>The two trees that are compared, and what is known of both without a look at their files.</summary>
internal sealed class TreeSides
{
    private readonly FileNode? _before;
    private readonly FileNode? _after;
    private readonly Lazy<SharedLayers?> _shared;

    public TreeSides(FileNode? before, FileNode? after)
    {
        (_before, _after) = (before, after);
        _shared = new(() => ViewOf(before) is RootfsView one && ViewOf(after) is RootfsView other ? SharedLayers.Of(one, other) : null);
    }

    /// <summary>The first tree's top; null for none.</summary>
    public NodeId? Before => _before?.Id;

    /// <summary>The second tree's top; null for none.</summary>
    public NodeId? After => _after?.Id;

    /// <summary>Whether both are the same directory or file of the same layers of one store: then no layer need be opened.</summary>
    public bool AreOne => _before?.Tree == _after?.Tree
        && (Before == After || (Before!.Value.Local == After!.Value.Local && ViewOf(_before) is RootfsView one && ViewOf(_after) is RootfsView other && one.HasLayersOf(other)));

    /// <summary>What both have of the same layers; null where one of them is no root file system.</summary>
    /// <exception cref="OciFsException">A layer cannot be had.</exception>
    public SharedLayers? Shared => _shared.Value;

    /// <summary>Where the first tree's files are.</summary>
    public ImageTree BeforeTree => _before!.Tree;

    /// <summary>Where the second tree's files are.</summary>
    public ImageTree AfterTree => _after!.Tree;

    /// <summary>A file of the first tree, for whoever asked.</summary>
    public FileNode? BeforeFile(NodeId? node) => node is { } id ? new FileNode(BeforeTree, id) : null;

    /// <summary>A file of the second tree, for whoever asked.</summary>
    public FileNode? AfterFile(NodeId? node) => node is { } id ? new FileNode(AfterTree, id) : null;

    private static View? ViewOf(FileNode? node) => node?.Tree.ViewOf(node.Id);
}
