using System.Runtime.InteropServices;

namespace OciFs.Fuse.Wire;

/// <summary>Notification that a node's attributes, and the pages of a range, are no longer valid. 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_notify_inval_inode_out
{
    public ulong ino;
    public long off;
    public long len;
}

/// <summary>Notification that a name's meaning is no longer valid; the name and a NUL follow. 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_notify_inval_entry_out
{
    /// <summary>In <see cref="flags"/>: let the entry's validity end, but keep it (<c>FUSE_EXPIRE_ONLY</c>).</summary>
    public const uint FUSE_EXPIRE_ONLY = 1;

    public ulong parent;
    public uint namelen;
    public uint flags;
}

/// <summary>Notification that a name was removed; the name and a NUL follow. 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_notify_delete_out
{
    public ulong parent;
    public ulong child;
    public uint namelen;
    public uint padding;
}

/// <summary>Notification that brings bytes of a node's content; they follow. 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_notify_store_out
{
    public ulong nodeid;
    public ulong offset;
    public uint size;
    public uint padding;
}
