using static OciFs.Fuse.Interop.IoUringConstants;

namespace OciFs.Fuse.Interop;

/// <summary>A ring between one thread and the kernel: commands in, their completions out, both by one system call.</summary>
/// <remarks>
/// The thread that calls <see cref="Enable"/> owns the ring; <see cref="Post"/> is for others too, but never at the same time as
/// <see cref="Dispose"/>. Closing a ring cancels the commands that are still in it.
/// </remarks>
internal sealed unsafe class IoUring : IDisposable
{
    private readonly int _descriptor;
    private readonly byte* _ring;
    private readonly nuint _ringBytes;
    private readonly io_uring_sqe* _submissions;
    private readonly nuint _submissionBytes;
    private readonly uint* _submissionHead;
    private readonly uint* _submissionTail;
    private readonly uint _submissionMask;
    private readonly uint* _completionHead;
    private readonly uint* _completionTail;
    private readonly io_uring_cqe* _completions;
    private readonly uint _completionMask;
    private bool _disposed;

    /// <summary>Makes a ring; it must be enabled before it is used.</summary>
    /// <param name="submissions">How many commands it takes between two calls of <see cref="SubmitAndWait"/>; a power of two.</param>
    /// <param name="completions">How many completions it holds without the kernel keeping a list of the others; a power of two.</param>
    /// <exception cref="IOException">
    /// The kernel has no io_uring, forbids it (<c>kernel.io_uring_disabled</c>, seccomp), or knows not all that is used here; or
    /// descriptors or memory are short.
    /// </exception>
    public IoUring(uint submissions, uint completions)
    {
        var parameters = new io_uring_params
        {
            cq_entries = completions,
            flags = IORING_SETUP_CQSIZE | IORING_SETUP_R_DISABLED | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SQE128
                | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_NO_SQARRAY,
        };
        _descriptor = (int)Check(Libc.io_uring_setup(SYS_io_uring_setup, submissions, &parameters));
        // The mapping of the submission ring holds the completion ring too (IORING_FEAT_SINGLE_MMAP), which ends it.
        _ringBytes = parameters.cq_off.cqes + (parameters.cq_entries * (nuint)sizeof(io_uring_cqe));
        _submissionBytes = parameters.sq_entries * (nuint)sizeof(io_uring_sqe);
        try
        {
            _ring = MemoryMap.Shared(_descriptor, _ringBytes, IORING_OFF_SQ_RING);
            _submissions = (io_uring_sqe*)MemoryMap.Shared(_descriptor, _submissionBytes, IORING_OFF_SQES);
        }
        catch
        {
            Dispose();
            throw;
        }
        _submissionHead = (uint*)(_ring + parameters.sq_off.head);
        _submissionTail = (uint*)(_ring + parameters.sq_off.tail);
        _submissionMask = parameters.sq_entries - 1;
        _completionHead = (uint*)(_ring + parameters.cq_off.head);
        _completionTail = (uint*)(_ring + parameters.cq_off.tail);
        _completions = (io_uring_cqe*)(_ring + parameters.cq_off.cqes);
        _completionMask = parameters.cq_entries - 1;
    }

    /// <summary>Makes the calling thread the ring's owner.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public void Enable() => Check(Libc.io_uring_register(SYS_io_uring_register, _descriptor, IORING_REGISTER_ENABLE_RINGS, null, 0));

    /// <summary>Owner: whether a command is not submitted yet.</summary>
    public bool HasAdded => *_submissionTail != Volatile.Read(ref *_submissionHead);

    /// <summary>Owner: adds a command; submits the others first if there is no room.</summary>
    /// <returns>The command, all zero, to be filled before <see cref="SubmitAndWait"/>.</returns>
    public ref io_uring_sqe Add()
    {
        var tail = *_submissionTail;
        while (tail - Volatile.Read(ref *_submissionHead) > _submissionMask)
            SubmitAndWait(0);
        var submission = _submissions + (tail & _submissionMask);
        *submission = default;
        Volatile.Write(ref *_submissionTail, tail + 1);
        return ref *submission;
    }

    /// <summary>Owner: submits what was added and waits for completions. Does neither when a signal comes, or memory is short.</summary>
    /// <param name="least">How many completions to wait for.</param>
    /// <exception cref="IOException">The kernel refused, which it does only for want of memory.</exception>
    public void SubmitAndWait(uint least)
    {
        var added = *_submissionTail - Volatile.Read(ref *_submissionHead);
        if (Libc.io_uring_enter(SYS_io_uring_enter, _descriptor, added, least, IORING_ENTER_GETEVENTS, null, 0) >= 0)
            return;
        var errno = Libc.LastError;
        if (errno is not (Errno.EINTR or Errno.EAGAIN or Errno.EBUSY))
            throw Failed(errno);
    }

    /// <summary>Owner: takes a completion.</summary>
    /// <param name="completion">The completion.</param>
    /// <returns>False when there is none.</returns>
    public bool TryTake(out io_uring_cqe completion)
    {
        var head = *_completionHead;
        if (head == Volatile.Read(ref *_completionTail))
        {
            completion = default;
            return false;
        }
        completion = _completions[head & _completionMask];
        Volatile.Write(ref *_completionHead, head + 1);
        return true;
    }

    /// <summary>Any thread: puts a completion into the ring, which wakes its owner. Waits where memory is short, so that no wake-up is lost.</summary>
    /// <remarks>
    /// Does nothing to a ring that is disposed of or not enabled yet: nobody waits in it. The kernel allocates the message
    /// (<c>io_msg_data_remote</c>), and has none only while the control group has reached its bound.
    /// </remarks>
    /// <param name="data">What the completion carries; its result is 0.</param>
    public void Post(ulong data)
    {
        var message = new io_uring_sqe { opcode = IORING_OP_MSG_RING, fd = _descriptor, off = data };
        while (!_disposed && Libc.io_uring_register(SYS_io_uring_register, -1, IORING_REGISTER_SEND_MSG_RING, &message, 1) < 0
            && Libc.LastError is Errno.ENOMEM or Errno.EAGAIN or Errno.EBUSY or Errno.EINTR)
            Thread.Sleep(1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        MemoryMap.Free(_ring, _ringBytes);
        MemoryMap.Free(_submissions, _submissionBytes);
        _ = Libc.close(_descriptor);
    }

    private static nint Check(nint result) => result >= 0 ? result : throw Failed(Libc.LastError);

    private static IOException Failed(Errno errno) => new($"io_uring: {Libc.Describe(errno)}");
}
