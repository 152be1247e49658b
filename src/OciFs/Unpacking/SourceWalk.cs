using OciFs.Views;

namespace OciFs.Unpacking;

/// <summary>
/// A file and all below it, a directory before and again behind what is in it, names by ascending bytes as the tree lists them. The stack is an own one, and
/// nothing is made for a file. One thread.
/// </summary>
internal sealed class SourceWalk
{
    private readonly ImageTree _tree;
    private readonly CopySource _source;
    private readonly bool _follows;
    private readonly int _nameLength;
    private readonly Stack<Level> _levels = new();
    private readonly PathBuffer _path = new();
    private bool _begun;
    private bool _mayEnter;
    private int _linkedFolders;
    private int _followedLevels;
    private bool _isFollowed;

    /// <param name="source">What is walked.</param>
    /// <param name="name">What the file is called in <see cref="Path"/>; may be empty.</param>
    /// <param name="follows">Whether symbolic links below it are followed.</param>
    public SourceWalk(in CopySource source, ReadOnlySpan<byte> name, bool follows)
    {
        (_tree, _source, _follows) = (source.File.Tree, source, follows);
        _path.Set(0, name);
        _nameLength = name.Length;
    }

    /// <summary>The path, beginning with the name given; valid until the walk goes on.</summary>
    public ReadOnlySpan<byte> Path => _path.Path;

    /// <summary>The last name of <see cref="Path"/>.</summary>
    public ReadOnlySpan<byte> Name => Path[(Path.LastIndexOf((byte)'/') + 1)..];

    /// <summary>The file.</summary>
    public NodeId Node { get; private set; }

    /// <summary>What stat tells of it.</summary>
    public NodeAttributes Attributes { get; private set; }

    /// <summary>Whether it is a directory that the walk leaves; it came before.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Whether it is the file that the walk began at, under a name.</summary>
    public bool IsNamed => _levels.Count == 0 && _nameLength > 0;

    /// <summary>What it is.</summary>
    public FileKind Kind => UnixMode.KindOf(Attributes.Mode);

    /// <summary>Goes on; false at the end.</summary>
    /// <exception cref="OciFsException"><see cref="Path"/> cannot be read. The walk may go on behind it.</exception>
    public bool MoveNext()
    {
        if (!_begun)
        {
            _begun = true;
            Take(_source.File.Id);
            return true;
        }

        if (_mayEnter)
        {
            Enter();
        }

        if (!_levels.TryPeek(out var level))
        {
            return false;
        }

        if (TryTake(level))
        {
            return true;
        }

        _ = _levels.Pop();
        _followedLevels -= level.IsFollowed ? 1 : 0;
        _path.Length = level.PathLength;
        (Node, Attributes, IsLeaving) = (level.Directory, level.Attributes, true);
        return true;
    }

    /// <summary>Leaves out what is below the directory that it stands at, which it does not leave then.</summary>
    public void SkipDirectory() => _mayEnter = false;

    private void Enter()
    {
        _mayEnter = false;
        var directory = Node;
        var level = new Level(directory, Attributes, default, 0, _path.Length, _isFollowed);
        _followedLevels += _isFollowed ? 1 : 0;
        try
        {
            level = level with { Listing = Patience.Ask(() => _tree.OpenDirectory(directory, fromStart: true)) };
        }
        catch (OciFsException)
        {
            _levels.Push(level with { Place = -1 });
            throw;
        }

        _levels.Push(level);
    }

    // The level stays for whatever comes behind, also where this name fails; where the listing itself fails, the directory is left next.
    private bool TryTake(in Level level)
    {
        if (level.Place < 0)
        {
            return false;
        }

        Replace(level with { Place = -1 });
        _path.Length = level.PathLength;
        if (!TryGet(level, out var item))
        {
            return false;
        }

        Replace(level with { Place = item.Next });
        _path.Set(level.PathLength, item.Name);
        Take(item.Node != default ? item.Node : Find(level.Directory, Name.ToArray()));
        return true;
    }

    private void Replace(in Level level)
    {
        _ = _levels.Pop();
        _levels.Push(level);
    }

    private NodeId Find(NodeId directory, byte[] name) => Patience.Ask(() => _tree.Lookup(directory, name)) is { Exists: true } found
        ? found.Node
        : throw new OciFsException(OciFsError.NotFound, "listed, but not there");

    private void Take(NodeId node)
    {
        (IsLeaving, _isFollowed) = (false, false);
        Node = node;
        Attributes = Patience.Ask(() => _tree.GetAttributes(node));
        if (_follows && Kind is FileKind.SymbolicLink)
        {
            Follow();
        }

        if (Kind is FileKind.Directory)
        {
            Count();
            _mayEnter = true;
        }
    }

    // A folder may be met again behind each link to it, and links in those behind each of theirs: twice as many with each folder.
    private void Count()
    {
        if ((_isFollowed || _followedLevels > 0) && _linkedFolders++ >= Limits.LinkedFolders)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"left out: links lead to more than {Limits.LinkedFolders} folders (copy without -L)");
        }
    }

    private void Follow()
    {
        byte[] path = [.. _source.Path.Span, .. _nameLength == 0 ? "/"u8 : [], .. Path[_nameLength..]];
        Node = _source.Root.Resolve(path).Id;
        _isFollowed = true;
        var target = Node;
        Attributes = Patience.Ask(() => _tree.GetAttributes(target));
        foreach (var level in _levels)
        {
            if (level.Directory == Node)
            {
                throw new OciFsException(OciFsError.Invalid, "a symbolic link to a folder that it is in");
            }
        }
    }

    private static bool TryGet(in Level level, out DirectoryItem item)
    {
        while (true)
        {
            try
            {
                return level.Listing.TryGet(level.Place, out item);
            }
            catch (NotReadyException unread)
            {
                Patience.Wait(unread);
            }
        }
    }

    private readonly record struct Level(NodeId Directory, NodeAttributes Attributes, DirectoryListing Listing, long Place, int PathLength, bool IsFollowed);
}
