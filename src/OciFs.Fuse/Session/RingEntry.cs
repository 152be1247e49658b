using System.Runtime.CompilerServices;
using OciFs.Fuse.Interop;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>
/// The place of one request in a queue of the kernel's: two buffers, which the kernel fills with a request and takes the reply from. It
/// goes to the kernel by a command in some thread's ring, and comes back to that ring with the next request.
/// </summary>
/// <remarks>The buffers lie in the transport's memory. They are the kernel's, or of the thread that has the request in hand.</remarks>
internal sealed unsafe class RingEntry
{
    /// <summary>How much memory a header takes: the structure, up to the end of its last cache line.</summary>
    public const int HeaderBytes = 320;

    private static readonly int HeaderSize = Unsafe.SizeOf<fuse_out_header>();

    private readonly fuse_uring_req_header* _header;
    private readonly byte* _payload;
    private readonly int _payloadBytes;
    private ulong _answered;

    /// <summary>An entry, not known to the kernel before <see cref="Register"/>.</summary>
    /// <param name="number">The number that its completions carry; not 0.</param>
    /// <param name="queue">The queue that it will belong to.</param>
    /// <param name="header">Its header's memory, zero, <see cref="HeaderBytes"/>.</param>
    /// <param name="payload">Its payload's memory; room for a reply's header before it is the entry's too.</param>
    /// <param name="payloadBytes">Size of the payload.</param>
    public RingEntry(ulong number, int queue, byte* header, byte* payload, int payloadBytes)
    {
        Number = number;
        Queue = queue;
        _header = (fuse_uring_req_header*)header;
        _payload = payload;
        _payloadBytes = payloadBytes;
    }

    /// <summary>The number that its completions carry.</summary>
    public ulong Number { get; }

    /// <summary>Its queue's number, which is that of a CPU.</summary>
    public int Queue { get; }

    /// <summary>Where the reply is laid out. Its header ends where the payload begins; the kernel takes it from elsewhere.</summary>
    public Span<byte> ReplyBuffer => new(_payload - HeaderSize, HeaderSize + _payloadBytes);

    /// <summary>Whether a request is here that is not answered. Any thread; the kernel may be writing.</summary>
    /// <param name="unique">The request's number.</param>
    /// <returns>Whether it is.</returns>
    public bool Has(ulong unique) => Volatile.Read(ref _header->in_out.unique) == unique && Volatile.Read(ref _answered) != unique;

    /// <summary>Puts the parts of the request together as they would have come by the device.</summary>
    /// <param name="buffer">Takes them; at least <see cref="WireLimits.RequestBuffer"/> bytes.</param>
    /// <returns>The message; empty when its lengths are wrong, which the kernel's are not.</returns>
    public ReadOnlySpan<byte> Request(Span<byte> buffer)
    {
        var start = Unsafe.SizeOf<fuse_in_header>();
        var payload = _header->ring_ent_in_out.payload_sz;
        var length = _header->in_out.len;
        var fixedPart = (long)length - start - payload;
        if (length > buffer.Length || fixedPart is < 0 or > fuse_uring_req_header.FUSE_URING_OP_IN_OUT_SZ)
            return default;
        new ReadOnlySpan<byte>(&_header->in_out, start).CopyTo(buffer);
        new ReadOnlySpan<byte>(&_header->op_in, (int)fixedPart).CopyTo(buffer[start..]);
        new ReadOnlySpan<byte>(_payload, (int)payload).CopyTo(buffer[(start + (int)fixedPart)..]);
        return buffer[..(int)length];
    }

    /// <summary>Lays out the reply to a request that cannot be understood.</summary>
    /// <param name="errno">What its caller is told.</param>
    public void Refuse(Errno errno) => new ReplyWriter(ReplyBuffer).Finish(_header->in_out.unique, errno);

    /// <summary>Fills the command that makes the entry known to the kernel.</summary>
    /// <param name="command">The command, all zero.</param>
    /// <param name="device">The device's descriptor.</param>
    /// <param name="buffers">Two, to be filled; the kernel reads them when the command is submitted.</param>
    public void Register(ref io_uring_sqe command, int device, posix_iovec* buffers)
    {
        buffers[0] = new posix_iovec { iov_base = _header, iov_len = (nuint)sizeof(fuse_uring_req_header) };
        buffers[1] = new posix_iovec { iov_base = _payload, iov_len = (nuint)_payloadBytes };
        command.addr = (ulong)buffers;
        command.len = 2;
        Fill(ref command, device, FuseRingCommand.FUSE_IO_URING_CMD_REGISTER, 0);
    }

    /// <summary>Fills the command that sends the reply in <see cref="ReplyBuffer"/> and gives the entry back for the next request.</summary>
    /// <param name="command">The command, all zero.</param>
    /// <param name="device">The device's descriptor.</param>
    public void Commit(ref io_uring_sqe command, int device)
    {
        var reply = Unsafe.ReadUnaligned<fuse_out_header>(_payload - HeaderSize);
        Volatile.Write(ref _answered, reply.unique);
        Unsafe.CopyBlock(&_header->in_out, &reply, (uint)HeaderSize);
        _header->ring_ent_in_out.payload_sz = reply.len - (uint)HeaderSize;
        Fill(ref command, device, FuseRingCommand.FUSE_IO_URING_CMD_COMMIT_AND_FETCH, _header->ring_ent_in_out.commit_id);
    }

    private void Fill(ref io_uring_sqe command, int device, FuseRingCommand what, ulong commitId)
    {
        command.opcode = IoUringConstants.IORING_OP_URING_CMD;
        command.fd = device;
        command.cmd_op = (uint)what;
        command.user_data = Number;
        Unsafe.As<byte, fuse_uring_cmd_req>(ref command.cmd) = new fuse_uring_cmd_req { commit_id = commitId, qid = (ushort)Queue };
    }
}
