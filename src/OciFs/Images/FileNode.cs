using System.Collections.Immutable;
using System.Text;
using OciFs.Views;

namespace OciFs.Images;

/// <summary>
/// A file of the tree that a mount shows: of an image's merged root file system, of one layer, or beside them. Names are bytes. Calls wait
/// where a layer has to be read for the first time.
/// </summary>
public sealed class FileNode
{
    private readonly ImageTree _tree;

    internal FileNode(ImageTree tree, NodeId id)
    {
        _tree = tree;
        Id = id;
    }

    /// <summary>What stat tells of it, now.</summary>
    /// <exception cref="OciFsException">It cannot be had.</exception>
    public NodeAttributes Attributes => Patience.Ask(() => _tree.GetAttributes(Id));

    /// <summary>What it is. Needs no more of the layers than the one that has it.</summary>
    /// <exception cref="OciFsException">It cannot be had.</exception>
    public FileKind Kind => UnixMode.KindOf(Patience.Ask(() => _tree.GetAttributesSoFar(Id)).Mode);

    internal NodeId Id { get; }

    internal ImageTree Tree => _tree;

    /// <summary>The file of a name in this directory, in UTF-8; null where there is none. Symbolic links are not followed.</summary>
    /// <exception cref="OciFsException">This is no directory, or cannot be read.</exception>
    public FileNode? Find(string name) => Find(Encoding.UTF8.GetBytes(name));

    /// <summary>As the other, of a name in bytes.</summary>
    public FileNode? Find(ReadOnlyMemory<byte> name) => Patience.Ask(() => _tree.Lookup(Id, name.Span)) is { Exists: true } found ? new FileNode(_tree, found.Node) : null;

    /// <summary>The file of a name in this directory.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.NotFound"/>: there is none; or as <see cref="Find(string)"/>.</exception>
    public FileNode Get(string name) => Find(name) ?? throw new OciFsException(OciFsError.NotFound, $"{name}: no such file");

    /// <summary>
    /// The file that a path leads to from here, in UTF-8. This directory is the root: absolute paths and targets of symbolic links begin at it, <c>..</c> ends at
    /// it, and nothing leads out of it (as openat2(2) with <c>RESOLVE_IN_ROOT</c>).
    /// </summary>
    /// <param name="path">The path; without a leading <c>/</c> it means the same.</param>
    /// <param name="followLast">Whether a symbolic link at the end is followed; it is where <c>/</c> stands behind it.</param>
    /// <exception cref="OciFsException">
    /// Names the path. <see cref="OciFsError.NotFound"/>: there is no such file; <see cref="OciFsError.Invalid"/>: something on the way is no directory;
    /// <see cref="OciFsError.LimitExceeded"/>: more than <see cref="Limits.LinksFollowed"/> symbolic links, a path that is too long.
    /// </exception>
    public FileNode Resolve(string path, bool followLast = true) => Resolve(Encoding.UTF8.GetBytes(path), followLast);

    /// <summary>As the other, of a path in bytes.</summary>
    public FileNode Resolve(ReadOnlyMemory<byte> path, bool followLast = true) => new(_tree, new PathWalk(_tree, Id, path).End(followLast));

    /// <summary>The names of this directory, without <c>.</c> and <c>..</c>: of a root file system by ascending bytes.</summary>
    /// <exception cref="OciFsException">This is no directory, or cannot be read.</exception>
    public ImmutableArray<FileEntry> List() => Patience.Ask(Entries);

    /// <summary>All that is below this directory, a directory before what is in it; symbolic links are not followed. Made for millions of files.</summary>
    public FileWalk Walk() => new(_tree, Id);

    /// <summary>Where this symbolic link leads, in bytes.</summary>
    /// <exception cref="OciFsException">This is no symbolic link.</exception>
    public ImmutableArray<byte> ReadLink() => Patience.Ask(() => _tree.ReadLink(Id).ToImmutableArray());

    /// <summary>The bytes of this regular file, from the start; may be sought in. Whoever opened it disposes it.</summary>
    /// <exception cref="OciFsException">It cannot be had.</exception>
    public Stream OpenRead() => new NodeStream(_tree, Id);

    /// <summary>The parts of this regular file that are no holes, by ascending place.</summary>
    /// <exception cref="OciFsException">This is no regular file, or cannot be had.</exception>
    public ImmutableArray<DataRange> DataRanges()
    {
        RequireRegular();
        var ranges = ImmutableArray.CreateBuilder<DataRange>();
        for (long place = 0; Patience.Ask(() => _tree.TryFindData(Id, place, out var data) ? data : default) is { End: > 0 } found; place = found.End)
        {
            ranges.Add(found);
        }

        return ranges.DrainToImmutable();
    }

    /// <summary>The names of its extended attributes, in the layer's order.</summary>
    public ImmutableArray<FileName> ListXattrs() => Patience.Ask(() =>
    {
        var names = new byte[_tree.ListXattrs(Id, [])];
        _ = _tree.ListXattrs(Id, names);
        var list = ImmutableArray.CreateBuilder<FileName>();
        foreach (var name in names.AsSpan().TrimEnd((byte)0).Split((byte)0))
        {
            list.Add(new FileName([.. names.AsSpan(name)]));
        }

        return names.Length == 0 ? [] : list.DrainToImmutable();
    });

    /// <summary>
    /// The value of an extended attribute; null where it has none of the name. Those of the layer, and in a root file system <c>user.ocifs.layer</c>,
    /// <c>user.ocifs.digest</c> and <c>user.ocifs.created_by</c>, which are not listed: the layer that brought the file.
    /// </summary>
    public ImmutableArray<byte>? GetXattr(string name) => GetXattr(Encoding.UTF8.GetBytes(name));

    /// <summary>As the other, of a name in bytes.</summary>
    public ImmutableArray<byte>? GetXattr(ReadOnlyMemory<byte> name) =>
        Patience.Ask(() => _tree.TryGetXattr(Id, name.Span, out var value) ? value.ToImmutableArray() : (ImmutableArray<byte>?)null);

    private void RequireRegular()
    {
        if (Kind is not FileKind.Regular)
        {
            throw new OciFsException(OciFsError.Invalid, "not a regular file");
        }
    }

    private ImmutableArray<FileEntry> Entries()
    {
        var listing = _tree.OpenDirectory(Id, fromStart: true);
        var entries = ImmutableArray.CreateBuilder<FileEntry>();
        for (long place = 0; listing.TryGet(place, out var item); place = item.Next)
        {
            entries.Add(new FileEntry(new FileName(item.Name.ToImmutableArray()), UnixMode.KindOf(item.Mode), item.Inode));
        }

        return entries.DrainToImmutable();
    }
}
