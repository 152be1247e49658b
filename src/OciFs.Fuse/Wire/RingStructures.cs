using System.Runtime.InteropServices;

namespace OciFs.Fuse.Wire;

/// <summary>Buffer of an entry beside its payload: a request's header and fixed part, or a reply's header. 288 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 288)]
internal struct fuse_uring_req_header
{
    /// <summary>Room for the fixed part.</summary>
    public const int FUSE_URING_OP_IN_OUT_SZ = 128;

    /// <summary><see cref="fuse_in_header"/> of a request, <see cref="fuse_out_header"/> of a reply.</summary>
    [FieldOffset(0)]
    public fuse_in_header in_out;

    /// <summary>Where the fixed part begins, if the operation has one.</summary>
    [FieldOffset(128)]
    public byte op_in;

    [FieldOffset(256)]
    public fuse_uring_ent_in_out ring_ent_in_out;
}

/// <summary>What kernel and server tell one another about an entry. 32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_uring_ent_in_out
{
    public ulong flags;

    /// <summary>To be repeated with the reply.</summary>
    public ulong commit_id;

    /// <summary>How many bytes of the payload count.</summary>
    public uint payload_sz;
    public uint padding;
    public ulong reserved;
}

/// <summary>The driver's part of a ring command. 24 bytes, the rest of 80 is zero.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct fuse_uring_cmd_req
{
    public ulong flags;

    /// <summary>Which request is answered; 0 to register.</summary>
    public ulong commit_id;

    /// <summary>The entry's queue.</summary>
    public ushort qid;
    public ushort padding0;
    public uint padding1;
}

/// <summary>The driver's ring commands (<c>enum fuse_uring_cmd</c>).</summary>
internal enum FuseRingCommand : uint
{
    /// <summary>Gives a new entry to its queue.</summary>
    FUSE_IO_URING_CMD_REGISTER = 1,

    /// <summary>Answers the entry's request and gives the entry back to its queue. It is then the submitter's, whoever had it before.</summary>
    FUSE_IO_URING_CMD_COMMIT_AND_FETCH = 2,
}
