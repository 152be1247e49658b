using System.Collections.Concurrent;

namespace OciFs.Views;

/// <summary>A small tree of <see cref="FixedNode"/>, numbered from 1 in the order of a walk.</summary>
internal sealed class FolderView : View
{
    // Behind all fixed nodes: the contents that changing files have shown. Whoever reads an older one than these opens the file again.
    private const ulong FirstVersion = 1UL << 32;
    private const int VersionsKept = 8;

    private readonly List<FixedNode> _nodes = [];
    private readonly Dictionary<FixedNode, ulong> _numbers = [];
    private readonly ConcurrentDictionary<ulong, (BytesFile Content, ChangingFile File)> _versions = new();
    private readonly Dictionary<ChangingFile, (byte[] Bytes, Queue<ulong> Nodes)> _shown = [];
    private readonly Lock _gate = new();
    private readonly NodeTime _time;
    private volatile bool _isTopListed;
    private ulong _nextVersion = FirstVersion;

    /// <param name="tree">The tree it is part of.</param>
    /// <param name="key">As <see cref="View"/>.</param>
    /// <param name="root">The topmost folder, complete.</param>
    /// <param name="time">The time of all its files.</param>
    public FolderView(ImageTree tree, string key, FixedFolder root, NodeTime time)
        : base(tree, key)
    {
        _time = time;
        Enrol(root);
    }

    /// <inheritdoc/>
    public override ulong Top => 1;

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name)
    {
        foreach (var (childName, node, _) in Folder(directory).Children)
        {
            if (name.SequenceEqual(childName))
            {
                return EntryOf(node);
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public override NodeAttributes GetAttributes(ulong node)
    {
        var target = NodeAt(node);
        var size = target.Size();
        return new NodeAttributes
        {
            Inode = InodeNumber(_versions.TryGetValue(node, out var version) ? _numbers[version.File] : node),
            Mode = target.Mode,
            Links = 1,
            Size = size,
            Blocks = UnixMode.IsRegular(target.Mode) ? (size + 511) / 512 : 0,
            Accessed = _time,
            Modified = _time,
            Changed = _time,
        };
    }

    /// <inheritdoc/>
    public override object OpenDirectory(ulong directory, bool fromStart)
    {
        var folder = Folder(directory);
        foreach (var (_, node, _) in folder.Children)
        {
            if (node is ChangingFolder changing)
            {
                // Whatever has to be waited for is waited for here, before a name was given out.
                _ = changing.IsThere();
                _isTopListed = true;
            }
        }

        return folder;
    }

    /// <inheritdoc/>
    public override IEnumerable<NodeId> ListedThatFollow() => _isTopListed ? [IdOf(Top)] : [];

    /// <inheritdoc/>
    public override bool TryGetItem(object directory, long place, out DirectoryItem item)
    {
        var children = ((FixedFolder)directory).Children;
        item = default;
        for (; place < children.Count; place++)
        {
            var (name, node, hidden) = children[(int)place];
            if (hidden || (node is ChangingFile changing && changing.Current() is null) || (node is ChangingFolder folder && !folder.IsThere()))
            {
                continue;
            }

            item = new DirectoryItem
            {
                Name = name,
                Inode = node is ChangingFolder following ? following.Inode : InodeNumber(_numbers[node]),
                Mode = node.Mode,
                Node = node.IsCheap && node is not (ChangingFile or ChangingFolder) ? IdOf(_numbers[node]) : default,
                Next = place + 1,
            };
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override int Read(ulong file, long offset, Span<byte> destination) =>
        NodeAt(file).Read(offset, destination);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadLink(ulong link) => NodeAt(link) is FixedLink found ? found.Target : throw WrongKind("symbolic link");

    private void Enrol(FixedNode node)
    {
        _nodes.Add(node);
        _numbers.Add(node, (ulong)_nodes.Count);
        if (node is FixedFolder folder)
        {
            foreach (var (_, child, _) in folder.Children)
            {
                Enrol(child);
            }
        }
    }

    private FixedFolder Folder(ulong node) => NodeAt(node) as FixedFolder ?? throw WrongKind("directory");

    private FixedNode NodeAt(ulong node)
    {
        if (node < FirstVersion)
        {
            return node - 1 < (ulong)_nodes.Count ? _nodes[(int)node - 1] : throw NoSuchFile();
        }

        return _versions.TryGetValue(node, out var version)
            ? version.Content
            : throw new OciFsException(OciFsError.NotFound, "the file has changed since; open it again");
    }

    private TreeEntry EntryOf(FixedNode node) => node switch
    {
        Doorway door => TreeEntry.Fixed(door.View.IdOf(door.View.Top)),
        ChangingFolder folder => folder.IsThere() && folder.Open() is { } view ? TreeEntry.Changing(view.IdOf(view.Top)) : TreeEntry.Changing(default),
        ChangingFile changing => changing.Current() is { } bytes ? TreeEntry.Changing(IdOf(VersionOf(changing, bytes))) : TreeEntry.Changing(default),
        _ => TreeEntry.Fixed(IdOf(_numbers[node])),
    };

    private ulong VersionOf(ChangingFile file, byte[] bytes)
    {
        lock (_gate)
        {
            var nodes = _shown.TryGetValue(file, out var shown) ? shown.Nodes : new Queue<ulong>();
            if (nodes.Count > 0 && shown.Bytes.AsSpan().SequenceEqual(bytes))
            {
                return nodes.Last();
            }

            if (nodes.Count == VersionsKept)
            {
                _versions.TryRemove(nodes.Dequeue(), out _);
            }

            var node = _nextVersion++;
            _versions[node] = (new BytesFile(bytes), file);
            nodes.Enqueue(node);
            _shown[file] = (bytes, nodes);
            return node;
        }
    }
}
