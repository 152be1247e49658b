using OciFs.Views;

namespace OciFs.Images;

/// <summary>
/// All files below a directory, one after the other: <c>foreach (var file in node.Walk())</c> gives this object itself, which then tells of the file that it
/// stands at. Nothing is made for a file but what is asked. One thread.
/// </summary>
public sealed class FileWalk
{
    private readonly ImageTree _tree;
    private readonly Stack<Level> _levels = new();
    private readonly NodeId _top;
    private readonly PathBuffer _path = new();
    private int _nameLength;
    private NodeId _node;
    private bool _mayEnter;
    private bool _begun;

    internal FileWalk(ImageTree tree, NodeId top) => (_tree, _top) = (tree, top);

    /// <summary>This object, where it stands.</summary>
    public FileWalk Current => this;

    /// <summary>Its path below the directory that the walk began in, names with <c>/</c> between; valid until the walk goes on.</summary>
    public ReadOnlySpan<byte> Path => _path.Path;

    /// <summary>Its name; valid until the walk goes on.</summary>
    public ReadOnlySpan<byte> Name => Path[(_path.Length - _nameLength)..];

    /// <summary>What it is.</summary>
    public FileKind Kind { get; private set; }

    /// <summary>Its inode number.</summary>
    public ulong Inode { get; private set; }

    /// <summary>Directories between it and the one that the walk began in.</summary>
    public int Depth => _levels.Count - 1;

    /// <summary>The file.</summary>
    public FileNode Node => new(_tree, NodeOf());

    /// <summary>What stat tells of it.</summary>
    /// <exception cref="OciFsException">It cannot be had.</exception>
    public NodeAttributes Attributes => Get(NodeOf());

    /// <summary>For <c>foreach</c>.</summary>
    public FileWalk GetEnumerator() => this;

    /// <summary>Goes on; false behind the last file.</summary>
    /// <exception cref="OciFsException">A directory cannot be read. The walk may go on behind it.</exception>
    public bool MoveNext()
    {
        if (!_begun)
        {
            _begun = true;
            Enter(_top, 0);
        }
        else if (_mayEnter)
        {
            _mayEnter = false;
            Enter(NodeOf(), _path.Length);
        }

        while (_levels.TryPop(out var level))
        {
            if (TryTake(level))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Leaves out what is below the directory that it stands at.</summary>
    public void SkipDirectory() => _mayEnter = false;

    private bool TryTake(in Level level)
    {
        DirectoryItem item;
        while (true)
        {
            try
            {
                if (!level.Listing.TryGet(level.Place, out item))
                {
                    return false;
                }

                break;
            }
            catch (NotReadyException unread)
            {
                Patience.Wait(unread);
            }
        }

        _levels.Push(level with { Place = item.Next });
        _path.Set(level.PathLength, item.Name);
        _nameLength = item.Name.Length;
        (_node, Inode, Kind) = (item.Node, item.Inode, UnixMode.KindOf(item.Mode));
        _mayEnter = Kind is FileKind.Directory;
        return true;
    }

    private void Enter(NodeId directory, int pathLength) =>
        _levels.Push(new Level(Patience.Ask(() => _tree.OpenDirectory(directory, fromStart: true)), 0, pathLength));

    private NodeAttributes Get(NodeId node) => Patience.Ask(() => _tree.GetAttributes(node));

    // A listing leaves nodes out that take a look; then the name is looked up in the directory that it is listed in.
    private NodeId NodeOf()
    {
        if (_node == default)
        {
            var path = Path.ToArray();
            _node = new PathWalk(_tree, _top, path).End(followLast: false);
        }

        return _node;
    }

    private readonly record struct Level(DirectoryListing Listing, long Place, int PathLength);
}
