using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OciFs.Views;

/// <summary>
/// A part of the tree that numbers its own files. Any thread. What is not there is a value; what cannot be had is an
/// <see cref="OciFsException"/>.
/// </summary>
internal abstract class View
{
    private readonly ulong _hash;

    /// <param name="tree">The tree it is part of.</param>
    /// <param name="key">What it shows, the same in every process: inode numbers are made from it.</param>
    protected View(ImageTree tree, string key)
    {
        Tree = tree;
        _hash = HashOf(key);
    }

    /// <summary>The view's number in <see cref="Tree"/>, given when it is added.</summary>
    public int Number { get; set; }

    /// <summary>The tree it is part of.</summary>
    protected ImageTree Tree { get; }

    /// <summary>The view's topmost file.</summary>
    public abstract ulong Top { get; }

    /// <summary>Finds a name in a directory.</summary>
    public abstract TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name);

    /// <summary>What stat tells.</summary>
    public abstract NodeAttributes GetAttributes(ulong node);

    /// <inheritdoc cref="ImageTree.GetAttributesSoFar"/>
    public virtual NodeAttributes GetAttributesSoFar(ulong node) => GetAttributes(node);

    /// <summary>What <see cref="TryGetItem"/> lists; never a new object for a directory that cannot change.</summary>
    public abstract object OpenDirectory(ulong directory, bool fromStart);

    /// <summary>The directories whose names follow the store and that were listed so far.</summary>
    public virtual IEnumerable<NodeId> ListedThatFollow() => [];

    /// <summary>The name at a place of an opened directory.</summary>
    public abstract bool TryGetItem(object directory, long place, out DirectoryItem item);

    /// <summary>Reads of a regular file; short only at its end.</summary>
    public abstract int Read(ulong file, long offset, Span<byte> destination);

    /// <inheritdoc cref="ImageTree.Hold"/>
    public virtual IDisposable? Hold(ulong file) => null;

    /// <summary>The first part of a regular file that ends behind <paramref name="offset"/> and is no hole; a file without holes is one part.</summary>
    public virtual bool TryFindData(ulong file, long offset, out DataRange data)
    {
        data = new DataRange(0, GetAttributes(file).Size);
        return offset < data.End;
    }

    /// <summary>Target of a symbolic link.</summary>
    public abstract ReadOnlySpan<byte> ReadLink(ulong link);

    /// <summary>Value of an extended attribute.</summary>
    public virtual bool TryGetXattr(ulong node, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        return false;
    }

    /// <summary>The names of all extended attributes, each behind the last with a NUL, as listxattr(2) gives them.</summary>
    /// <returns>The bytes needed; written only where they fit.</returns>
    public virtual int ListXattrs(ulong node, Span<byte> destination) => 0;

    /// <summary>The node id of one of this view's files.</summary>
    public NodeId IdOf(ulong local) => NodeId.Of(Number, local);

    /// <summary>The inode number of one of this view's files.</summary>
    public ulong InodeNumber(ulong local) => InodeNumber(_hash, local);

    /// <summary>The inode number of a file of the view with a key, which need not be open.</summary>
    public static ulong InodeNumber(string key, ulong local) => InodeNumber(HashOf(key), local);

    /// <summary>What the top looks like whose layers cannot be had: a folder like a root that no entry describes.</summary>
    protected NodeAttributes UnopenedTop() => new()
    {
        Inode = InodeNumber(Top),
        Mode = UnixMode.Directory | UnixMode.ImpliedDirectoryPermissions,
        Links = 2,
        MayChange = true,
    };

    /// <summary>The error for a number that this view has given to no file.</summary>
    protected static OciFsException NoSuchFile() => new(OciFsError.NotFound, "no such file");

    /// <summary>The error for an operation that a file of this kind does not have.</summary>
    protected static OciFsException WrongKind(string wanted) => new(OciFsError.Invalid, $"not a {wanted}");

    // 62 bits, so that no sum with a local number passes 63: programs keep inode numbers as signed ones too.
    private static ulong HashOf(string key) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))) >> 2) | 1;

    // Distinct within a view, spread over 62 bits between views, and rising with the local number: fts(3), and so find, grep -r, du and cp,
    // visits a directory of more than 10,000 names by inode number, which is then the order of the layer's tar.
    private static ulong InodeNumber(ulong hash, ulong local) => hash + local;
}
