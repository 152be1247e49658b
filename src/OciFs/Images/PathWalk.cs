using System.Text;
using OciFs.Views;

namespace OciFs.Images;

/// <summary>One walk along a path, as the kernel walks with <c>RESOLVE_IN_ROOT</c> (openat2(2), path_resolution(7)): what looks like leaving stays.</summary>
internal sealed class PathWalk
{
    private const int ShownBytes = 512;

    private readonly ImageTree _tree;
    private readonly NodeId _root;
    private readonly ReadOnlyMemory<byte> _path;
    private readonly List<NodeId> _above = [];
    private ReadOnlyMemory<byte> _rest;
    private NodeId _at;
    private int _links;

    public PathWalk(ImageTree tree, NodeId root, ReadOnlyMemory<byte> path)
    {
        (_tree, _root, _path) = (tree, root, path);
        (_rest, _at) = (path, root);
    }

    /// <summary>What the path leads to.</summary>
    /// <exception cref="OciFsException">As <see cref="FileNode.Resolve(string, bool)"/>.</exception>
    public NodeId End(bool followLast)
    {
        if (_path.IsEmpty || _path.Span.Contains((byte)0))
        {
            throw NoSuchFile();
        }

        if (_path.Length >= Limits.PathBytes)
        {
            throw Fails(OciFsError.LimitExceeded, $"a path of {_path.Length} bytes (at most {Limits.PathBytes - 1})");
        }

        if (KindOf(_root) is not FileKind.Directory)
        {
            throw NotADirectory();
        }

        while (TryTakeName(out var name, out var isLast))
        {
            if (Step(name, isLast, followLast) is { } end)
            {
                return end;
            }
        }

        return _at;
    }

    // Null where the walk goes on in a directory.
    private NodeId? Step(ReadOnlyMemory<byte> name, bool isLast, bool followLast)
    {
        if (name.Span.SequenceEqual("."u8))
        {
            return null;
        }

        if (name.Span.SequenceEqual(".."u8))
        {
            Leave();
            return null;
        }

        var found = Find(name);
        switch (KindOf(found))
        {
            case FileKind.Directory:
                _above.Add(_at);
                _at = found;
                return null;
            case FileKind.SymbolicLink when !isLast || followLast:
                Follow(found);
                return null;
            default:
                return isLast ? found : throw NotADirectory();
        }
    }

    // The last name has nothing behind it, not even a slash.
    private bool TryTakeName(out ReadOnlyMemory<byte> name, out bool isLast)
    {
        var start = _rest.Span.IndexOfAnyExcept((byte)'/');
        _rest = start < 0 ? default : _rest[start..];
        var slash = _rest.Span.IndexOf((byte)'/');
        isLast = slash < 0;
        name = isLast ? _rest : _rest[..slash];
        _rest = isLast ? default : _rest[slash..];
        return !name.IsEmpty;
    }

    private NodeId Find(ReadOnlyMemory<byte> name)
    {
        if (name.Length > Limits.NameBytes)
        {
            throw Fails(OciFsError.LimitExceeded, $"a name of {name.Length} bytes (at most {Limits.NameBytes})");
        }

        var found = Patience.Ask(() => _tree.Lookup(_at, name.Span));
        return found.Exists ? found.Node : throw NoSuchFile();
    }

    private void Follow(NodeId link)
    {
        if (++_links > Limits.LinksFollowed)
        {
            throw Fails(OciFsError.LimitExceeded, $"more than {Limits.LinksFollowed} symbolic links on the way");
        }

        var target = Patience.Ask(() => _tree.ReadLink(link).ToArray());
        if (target.Length == 0)
        {
            throw NoSuchFile();
        }

        if (target[0] == '/')
        {
            _above.Clear();
            _at = _root;
        }

        _rest = (byte[])[.. target, .. _rest.Span];
    }

    private void Leave()
    {
        if (_above.Count > 0)
        {
            _at = _above[^1];
            _above.RemoveAt(_above.Count - 1);
        }
    }

    private FileKind KindOf(NodeId node) => UnixMode.KindOf(Patience.Ask(() => _tree.GetAttributesSoFar(node)).Mode);

    private OciFsException NoSuchFile() => Fails(OciFsError.NotFound, "no such file");

    private OciFsException NotADirectory() => Fails(OciFsError.Invalid, "not a directory");

    // Cut before the whole message would be, which loses its end.
    private OciFsException Fails(OciFsError error, string what) =>
        new(error, _path.Length <= ShownBytes ? $"{Encoding.UTF8.GetString(_path.Span)}: {what}" : $"{Encoding.UTF8.GetString(_path.Span[..ShownBytes])}…: {what}");
}
