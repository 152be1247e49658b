using System.Runtime.InteropServices;

namespace OciFs.Fuse.Interop;

/// <summary><c>struct io_uring_params</c> of <c>linux/io_uring.h</c>. 120 bytes, the same on every architecture.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct io_uring_params
{
    public uint sq_entries;
    public uint cq_entries;
    public uint flags;
    public uint sq_thread_cpu;
    public uint sq_thread_idle;
    public uint features;
    public uint wq_fd;
    public uint resv0;
    public ulong resv1;
    public io_sqring_offsets sq_off;
    public io_cqring_offsets cq_off;
}

/// <summary><c>struct io_sqring_offsets</c>: where the parts of the submission ring lie in its mapping. 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct io_sqring_offsets
{
    public uint head;
    public uint tail;
    public uint ring_mask;
    public uint ring_entries;
    public uint flags;
    public uint dropped;
    public uint array;
    public uint resv1;
    public ulong user_addr;
}

/// <summary><c>struct io_cqring_offsets</c>: where the parts of the completion ring lie in the same mapping. 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct io_cqring_offsets
{
    public uint head;
    public uint tail;
    public uint ring_mask;
    public uint ring_entries;
    public uint overflow;
    public uint cqes;
    public uint flags;
    public uint resv1;
    public ulong user_addr;
}

/// <summary><c>struct io_uring_sqe</c> of a ring with <c>IORING_SETUP_SQE128</c>, as the two commands used here fill it. 128 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct io_uring_sqe
{
    [FieldOffset(0)]
    public byte opcode;

    [FieldOffset(4)]
    public int fd;

    /// <summary>Of a message: what the other ring's completion carries.</summary>
    [FieldOffset(8)]
    public ulong off;

    /// <summary>Of a command: which; the driver's number.</summary>
    [FieldOffset(8)]
    public uint cmd_op;

    [FieldOffset(16)]
    public ulong addr;

    [FieldOffset(24)]
    public uint len;

    [FieldOffset(32)]
    public ulong user_data;

    /// <summary>Where the 80 bytes begin that belong to the driver.</summary>
    [FieldOffset(48)]
    public byte cmd;
}

/// <summary><c>struct io_uring_cqe</c>. 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct io_uring_cqe
{
    public ulong user_data;

    /// <summary>The outcome: negative errno for a failure.</summary>
    public int res;
    public uint flags;
}
