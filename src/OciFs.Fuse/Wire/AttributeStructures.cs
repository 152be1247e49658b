using System.Runtime.InteropServices;

namespace OciFs.Fuse.Wire;

/// <summary>Attributes of a file. 88 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_attr
{
    public ulong ino;
    public ulong size;
    public ulong blocks;
    public ulong atime;
    public ulong mtime;
    public ulong ctime;
    public uint atimensec;
    public uint mtimensec;
    public uint ctimensec;
    public uint mode;
    public uint nlink;
    public uint uid;
    public uint gid;
    public uint rdev;
    public uint blksize;
    public uint flags;

    public static fuse_attr From(in Attributes attributes) => new()
    {
        ino = attributes.Inode,
        size = attributes.Size,
        blocks = attributes.Blocks,
        atime = (ulong)attributes.AccessTime.Seconds,
        mtime = (ulong)attributes.ModificationTime.Seconds,
        ctime = (ulong)attributes.ChangeTime.Seconds,
        atimensec = attributes.AccessTime.Nanoseconds,
        mtimensec = attributes.ModificationTime.Nanoseconds,
        ctimensec = attributes.ChangeTime.Nanoseconds,
        mode = attributes.Mode,
        nlink = attributes.LinkCount,
        uid = attributes.UserId,
        gid = attributes.GroupId,
        rdev = attributes.Device.Encode(),
        blksize = attributes.BlockSize,
    };
}

/// <summary>Reply to GETATTR. 104 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_attr_out
{
    public ulong attr_valid;
    public uint attr_valid_nsec;
    public uint dummy;
    public fuse_attr attr;

    public static fuse_attr_out From(in AttributesReply reply) => new()
    {
        attr_valid = reply.Validity.Seconds,
        attr_valid_nsec = reply.Validity.Nanoseconds,
        attr = fuse_attr.From(reply.Attributes),
    };
}

/// <summary>Reply to LOOKUP, and first part of an entry of READDIRPLUS. 128 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_entry_out
{
    public ulong nodeid;
    public ulong generation;
    public ulong entry_valid;
    public ulong attr_valid;
    public uint entry_valid_nsec;
    public uint attr_valid_nsec;
    public fuse_attr attr;

    public static fuse_entry_out From(in Entry entry) => new()
    {
        nodeid = entry.Node.Value,
        entry_valid = entry.EntryValidity.Seconds,
        entry_valid_nsec = entry.EntryValidity.Nanoseconds,
        attr_valid = entry.AttributesValidity.Seconds,
        attr_valid_nsec = entry.AttributesValidity.Nanoseconds,
        attr = fuse_attr.From(entry.Attributes),
    };
}
