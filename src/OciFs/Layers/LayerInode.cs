using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>One file of a layer, whatever number of names it has. 64 bytes, little-endian, in this order in the index file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LayerInode
{
    /// <summary>Type and permission bits as in <c>st_mode</c>; no type bits on a <see cref="LayerInodeFlags.LowerLink"/>.</summary>
    public uint Mode;

    /// <summary>Owner.</summary>
    public uint Uid;

    /// <summary>Group.</summary>
    public uint Gid;

    /// <summary>Names in this layer; of a directory the number of directories in it.</summary>
    public uint Links;

    /// <summary>Bytes of content, or of the link target.</summary>
    public long Size;

    /// <summary>
    /// Regular file: offset of the content in the layer's tar stream. Symbolic link and lower link: offset of the target in the text
    /// heap. Device: major in the upper, minor in the lower 32 bits.
    /// </summary>
    public long Data;

    /// <summary>Seconds since 1970, may be negative.</summary>
    public long ModifiedSeconds;

    /// <summary>0 to 999,999,999.</summary>
    public int ModifiedNanoseconds;

    /// <summary>Index of its name, of the first one where it has several; <see cref="LayerIndex.NoName"/> for the root.</summary>
    public uint Name;

    /// <summary>
    /// Directory: index of the first child's name; children are one range, sorted by name bytes. Lower link: <see cref="OwnPrefix"/>.
    /// </summary>
    public uint FirstChild;

    /// <summary>Directory: number of names in it, markers included.</summary>
    public uint ChildCount;

    /// <summary>Offset of its <see cref="LayerExtras"/> plus one; 0 for none.</summary>
    public uint Extras;

    /// <summary>What else is to be known.</summary>
    public LayerInodeFlags Flags;

    /// <summary>Lower link: how many bytes of the target are directories of its own layer, where lower layers' links are hidden.</summary>
    public uint OwnPrefix
    {
        readonly get => FirstChild;
        set => FirstChild = value;
    }

    /// <summary>Whether it is a directory.</summary>
    public readonly bool IsDirectory => UnixMode.IsDirectory(Mode);

    /// <summary>Whether it is a whiteout or opaque marker (image-spec layer.md, "Whiteouts"): data of the diff, never seen in a rootfs.</summary>
    public readonly bool IsMarker => (Flags & LayerInodeFlags.Marker) != 0;

    /// <summary>Whether its name hides what lower layers have: a marker, or a directory that took the name of one.</summary>
    public readonly bool Hides => (Flags & (LayerInodeFlags.Marker | LayerInodeFlags.MarkerToo)) != 0;

    /// <summary>Whether it stands for a file that a lower layer has to provide.</summary>
    public readonly bool IsLowerLink => (Flags & LayerInodeFlags.LowerLink) != 0;
}

/// <summary>Remarks on a <see cref="LayerInode"/>.</summary>
[Flags]
internal enum LayerInodeFlags : uint
{
    None = 0,

    /// <summary>A directory that no entry of the layer describes: it is there because something lies below it.</summary>
    Implied = 1,

    /// <summary>A directory with an opaque marker in it.</summary>
    Opaque = 2,

    /// <summary>A file named <c>.wh.*</c>.</summary>
    Marker = 4,

    /// <summary>A hard link whose target is not in this layer; <see cref="LayerInode.Data"/> and Size give the target's path.</summary>
    LowerLink = 8,

    /// <summary>
    /// An implied directory with nothing but markers and lower links below: it hides, but makes a directory only where one of these
    /// links leads somewhere.
    /// </summary>
    Conditional = 16,

    /// <summary>A directory that holds a marker, a lower link or a conditional directory itself.</summary>
    HoldsSpecial = 32,

    /// <summary>A regular file with a sparse map in its extras.</summary>
    Sparse = 64,

    /// <summary>A directory named <c>.wh.*</c>, made for what lies in it, where the layer has a marker of that name too.</summary>
    MarkerToo = 128,
}
