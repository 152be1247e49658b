using System.Runtime.InteropServices;

namespace OciFs.Fuse.Wire;

/// <summary>Body of READ, READDIR and READDIRPLUS. 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_read_in
{
    public ulong fh;
    public ulong offset;
    public uint size;
    public uint read_flags;
    public ulong lock_owner;
    public uint flags;
    public uint padding;
}

/// <summary>Starts an entry of READDIR, and the second part of one of READDIRPLUS; the name follows. 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_dirent
{
    public ulong ino;
    public ulong off;
    public uint namelen;
    public uint type;
}

/// <summary>Reply to OPEN and OPENDIR. 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_open_out
{
    public ulong fh;
    public uint open_flags;
    public uint padding;
}

/// <summary>Body of RELEASE. 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_release_in
{
    public ulong fh;
    public uint flags;
    public uint release_flags;
    public ulong lock_owner;
}

/// <summary>Body of GETXATTR (the name follows) and LISTXATTR. 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_getxattr_in
{
    public uint size;
    public uint padding;
}

/// <summary>Reply to GETXATTR and LISTXATTR when only the length was asked for. 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_getxattr_out
{
    public uint size;
    public uint padding;
}

/// <summary>Body of LSEEK. 24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_lseek_in
{
    public ulong fh;
    public ulong offset;
    public uint whence;
    public uint padding;
}

/// <summary>Reply to LSEEK. 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_lseek_out
{
    public ulong offset;
}

/// <summary>Reply to STATFS: <c>fuse_statfs_out</c> holds nothing else. 80 bytes, the last 28 reserved.</summary>
[StructLayout(LayoutKind.Sequential, Size = 80)]
internal struct fuse_kstatfs
{
    public ulong blocks;
    public ulong bfree;
    public ulong bavail;
    public ulong files;
    public ulong ffree;
    public uint bsize;
    public uint namelen;
    public uint frsize;

    public static fuse_kstatfs From(in FileSystemStatistics statistics) => new()
    {
        blocks = statistics.Blocks,
        bfree = statistics.FreeBlocks,
        bavail = statistics.FreeBlocks,
        files = statistics.Files,
        bsize = statistics.BlockSize,
        namelen = statistics.NameLength,
        frsize = statistics.BlockSize,
    };
}

/// <summary>Body of INTERRUPT. 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_interrupt_in
{
    /// <summary>The number of the request whose caller was interrupted.</summary>
    public ulong unique;
}
