using System.Runtime.InteropServices;

namespace OciFs.Fuse.Wire;

/// <summary>Starts every request. 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_in_header
{
    /// <summary>Length of the whole request.</summary>
    public uint len;
    public uint opcode;
    public ulong unique;
    public ulong nodeid;
    public uint uid;
    public uint gid;
    public uint pid;
    public ushort total_extlen;
    public ushort padding;
}

/// <summary>Starts every reply and notification. 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_out_header
{
    /// <summary>Length of the whole reply.</summary>
    public uint len;

    /// <summary>0 or a negative errno (then nothing follows); in a notification its positive code.</summary>
    public int error;

    /// <summary>The request's number; 0 in a notification.</summary>
    public ulong unique;
}
