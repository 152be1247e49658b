using System.Collections.Concurrent;
using System.Collections.Immutable;
using OciFs.Layers;

namespace OciFs.Tree;

/// <summary>
/// The merged tree of a stack of layers (design §4): a directory is merged when it is first looked at, nothing else is made. Immutable
/// but for its caches; any thread.
/// </summary>
/// <remarks>
/// Until all layers are there, single names are found from the topmost layer down as far as layers are there; whatever else needs a
/// layer that is not throws <see cref="NotReadyException"/>, or what is wrong with that layer.
/// </remarks>
internal sealed partial class RootFs
{
    private readonly DirectoryCache _directories;
    private readonly long _owner;
    private readonly ConcurrentDictionary<TreeNode, bool> _conditional = new();
    private readonly ImmutableArray<IStackedLayer> _layers;
    private readonly LayerContent?[] _contents;
    private readonly LowerLinkTable _links;
    private readonly Action<IReadOnlyList<string>>? _becameWhole;
    private volatile bool _isWhole;
    private int _told;

    /// <param name="layers">The layers, base first.</param>
    /// <param name="directories">Where merged directories are kept.</param>
    /// <param name="becameWhole">Called once when all layers are there, with the hard links to lower layers that lead nowhere, a line each.</param>
    public RootFs(ImmutableArray<IStackedLayer> layers, DirectoryCache directories, Action<IReadOnlyList<string>>? becameWhole = null)
    {
        _directories = directories;
        _owner = directories.NewOwner();
        _layers = layers;
        _contents = new LayerContent?[layers.Length];
        _links = new LowerLinkTable(this);
        _becameWhole = becameWhole;
    }

    /// <summary>Number of layers.</summary>
    public int LayerCount => _layers.Length;

    /// <summary>The root directory.</summary>
    public TreeNode Root => new(_layers.Length - 1, LayerIndex.Root);

    private bool IsWhole => _isWhole || TryBecomeWhole();

    /// <summary>A layer, base is 0.</summary>
    public LayerContent ContentOf(int layer) => _contents[layer] ??= _layers[layer].Content;

    /// <summary>A directory's record.</summary>
    public MergedDirectory Directory(TreeNode node)
    {
        if (!_directories.TryGet(_owner, node, out var directory))
        {
            RequireAllLayers();
            _ = IsWhole; // Tells of links that lead nowhere, also where nobody looks names up.
            directory = TryPartsOf(node, out var parts)
                ? Merge(parts)
                : throw new OciFsException(OciFsError.NotFound, "the directory is not part of this tree");
            _directories.Add(_owner, node, directory);
        }

        return directory!;
    }

    /// <summary>Finds a name in a directory, among those that were merged when it was first looked at.</summary>
    public bool TryLookup(TreeNode node, ReadOnlySpan<byte> name, out TreeNode child)
    {
        if (!IsWhole)
        {
            return TryLookupFromAbove(node, name, out child);
        }

        var directory = Directory(node);
        var found = directory.Names is { } names ? TryFind(names, name, out var entry) : TryFind(directory.Parts.Content[0], name, out entry);
        child = found ? FileAt(entry) : default;
        return found;
    }

    /// <summary>Finds what a path of names leads to, symbolic links not followed. No directory is merged for it.</summary>
    public bool TryFindPath(ReadOnlySpan<byte> path, out TreeNode node)
    {
        RequireAllLayers();
        _ = IsWhole;
        node = Root;
        var parts = RootParts(_layers.Length - 1);
        foreach (var range in path.Split((byte)'/'))
        {
            if (parts is null || !TryResolve(parts, path[range], out var child))
            {
                return false;
            }

            (node, parts) = (child.Node, child.Parts!);
        }

        return true;
    }

    /// <summary>The name at a place of a directory, by ascending bytes.</summary>
    public bool TryGetName(MergedDirectory directory, long place, out ReadOnlySpan<byte> name, out TreeNode child)
    {
        if (!TryGetTreeName(directory, place, out var entry))
        {
            name = default;
            child = default;
            return false;
        }

        name = IndexOf(entry.Layer).NameBytes(entry.Name);
        child = FileAt(entry);
        return true;
    }

    /// <summary>The node whose attributes a node has: itself, a lower part of a directory, or the last link that described the file.</summary>
    public TreeNode AttributesOf(TreeNode node) =>
        InodeOf(node).IsDirectory ? Directory(node).Parts.Attributes : _links.AttributesOf(node);

    /// <summary>Hard links of higher layers that describe a file, in the order of application.</summary>
    public IReadOnlyList<TreeNode> LinksTo(TreeNode file) => _links.LinksTo(file);

    /// <summary>The file that a layer's inode is in this tree: itself, or what a hard link to a lower layer stands for.</summary>
    /// <exception cref="OciFsException">NotFound: the link's target is not there.</exception>
    public TreeNode FileOf(TreeNode node) => IsThere(node.Layer, node.Inode) || !InodeOf(node).IsLowerLink
        ? _links.Follow(node)
        : throw new OciFsException(OciFsError.NotFound, "the target of this hard link is in no lower layer");

    /// <summary>Names of a file in this tree, or 2 plus the directories in a directory.</summary>
    public uint Links(TreeNode node) => InodeOf(node).IsDirectory ? 2 + Directory(node).Directories : _links.Count(node);

    internal LayerIndex IndexOf(int layer) => ContentOf(layer).Index;

    internal ref readonly LayerInode InodeOf(TreeNode node) => ref ContentOf(node.Layer).Index.Inode(node.Inode);

    internal bool IsRead(int layer) => _contents[layer] is not null || _layers[layer].ContentIfReady is not null;

    internal void RequireAllLayers()
    {
        for (var layer = 0; layer < _layers.Length && !_isWhole; layer++)
        {
            _ = ContentOf(layer);
        }
    }

    private bool TryBecomeWhole()
    {
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            if (!IsRead(layer))
            {
                return false;
            }
        }

        _links.Bind();
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            _becameWhole?.Invoke(_links.Problems);
        }

        return _isWhole = true;
    }

    private bool TryLookupFromAbove(TreeNode node, ReadOnlySpan<byte> name, out TreeNode child)
    {
        if (!TryPartsOf(node, out var parts))
        {
            throw new OciFsException(OciFsError.NotFound, "the directory is not part of this tree");
        }

        var found = TryResolve(parts, name, out var entry);
        child = found ? FileAt(entry.Name) : default;
        return found;
    }

    internal TreeNode FileAt(TreeName name) => _links.Follow(new TreeNode(name.Layer, IndexOf(name.Layer).Name(name.Name).Inode));

    private bool TryFind(TreeName[] names, ReadOnlySpan<byte> name, out TreeName found)
    {
        var low = 0;
        var high = names.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            found = names[middle];
            var order = IndexOf(found.Layer).NameBytes(found.Name).SequenceCompareTo(name);
            if (order == 0)
            {
                return true;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        found = default;
        return false;
    }

    private bool TryFind(TreeNode only, ReadOnlySpan<byte> name, out TreeName found)
    {
        var isThere = IndexOf(only.Layer).TryFind(only.Inode, name, out var number);
        found = new TreeName(only.Layer, number);
        return isThere;
    }

    internal bool TryGetTreeName(MergedDirectory directory, long place, out TreeName name)
    {
        if (directory.Names is { } names)
        {
            name = place < names.Length ? names[place] : default;
            return place < names.Length;
        }

        var only = directory.Parts.Content[0];
        ref readonly var inode = ref InodeOf(only);
        name = new TreeName(only.Layer, inode.FirstChild + (uint)place);
        return place < inode.ChildCount;
    }
}
