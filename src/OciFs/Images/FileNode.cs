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

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => UnixMode.IsDirectory(Attributes.Mode);

    /// <summary>Whether it is a regular file.</summary>
    public bool IsRegular => UnixMode.IsRegular(Attributes.Mode);

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsSymbolicLink => UnixMode.IsSymbolicLink(Attributes.Mode);

    internal NodeId Id { get; }

    /// <summary>The file of a name in this directory, in UTF-8; null where there is none. Symbolic links are not followed.</summary>
    /// <exception cref="OciFsException">This is no directory, or cannot be read.</exception>
    public FileNode? Find(string name) => Find(Encoding.UTF8.GetBytes(name));

    /// <summary>As the other, of a name in bytes.</summary>
    public FileNode? Find(ReadOnlyMemory<byte> name) => Patience.Ask(() => _tree.Lookup(Id, name.Span)) is { Exists: true } found ? new FileNode(_tree, found.Node) : null;

    /// <summary>The file of a name in this directory.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.NotFound"/>: there is none; or as <see cref="Find(string)"/>.</exception>
    public FileNode Get(string name) => Find(name) ?? throw new OciFsException(OciFsError.NotFound, $"{name}: no such file");

    /// <summary>The names of this directory, without <c>.</c> and <c>..</c>.</summary>
    /// <exception cref="OciFsException">This is no directory, or cannot be read.</exception>
    public ImmutableArray<FileName> List() => Patience.Ask(Names);

    /// <summary>Where this symbolic link leads, in bytes.</summary>
    /// <exception cref="OciFsException">This is no symbolic link.</exception>
    public ImmutableArray<byte> ReadLink() => Patience.Ask(() => _tree.ReadLink(Id).ToImmutableArray());

    /// <summary>The bytes of this regular file, from the start; may be sought in. Whoever opened it disposes it.</summary>
    /// <exception cref="OciFsException">It cannot be had.</exception>
    public Stream OpenRead() => new NodeStream(_tree, Id);

    private ImmutableArray<FileName> Names()
    {
        var listing = _tree.OpenDirectory(Id, fromStart: true);
        var names = ImmutableArray.CreateBuilder<FileName>();
        for (long place = 0; listing.TryGet(place, out var item); place = item.Next)
        {
            names.Add(new FileName(item.Name.ToImmutableArray()));
        }

        return names.DrainToImmutable();
    }
}
