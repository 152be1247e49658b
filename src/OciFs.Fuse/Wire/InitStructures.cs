using System.Runtime.InteropServices;

namespace OciFs.Fuse.Wire;

/// <summary>Body of INIT. 64 bytes; kernels before 7.36 send <see cref="CompatibleSize"/>.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct fuse_init_in
{
    /// <summary>Length up to and including <see cref="flags"/>: all of the structure before 7.36.</summary>
    public const int CompatibleSize = 16;

    public uint major;
    public uint minor;
    public uint max_readahead;
    public uint flags;
    public uint flags2;
}

/// <summary>Reply to INIT. 64 bytes since 7.23, the rest reserved.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct fuse_init_out
{
    public uint major;
    public uint minor;
    public uint max_readahead;
    public uint flags;
    public ushort max_background;
    public ushort congestion_threshold;
    public uint max_write;
    public uint time_gran;
    public ushort max_pages;
    public ushort map_alignment;
    public uint flags2;
}
