namespace OciFs.Fuse.Interop;

/// <summary>Numbers of <c>linux/io_uring.h</c> and of its system calls, the same on every architecture.</summary>
internal static class IoUringConstants
{
    public const nint SYS_io_uring_setup = 425;
    public const nint SYS_io_uring_enter = 426;
    public const nint SYS_io_uring_register = 427;

    public const uint IORING_SETUP_CQSIZE = 1 << 3;

    /// <summary>The ring begins disabled; whoever enables it is its one submitter.</summary>
    public const uint IORING_SETUP_R_DISABLED = 1 << 6;
    public const uint IORING_SETUP_SUBMIT_ALL = 1 << 7;
    public const uint IORING_SETUP_SQE128 = 1 << 10;
    public const uint IORING_SETUP_SINGLE_ISSUER = 1 << 12;

    /// <summary>Completions are prepared when the submitter waits for them, not by a signal to it.</summary>
    public const uint IORING_SETUP_DEFER_TASKRUN = 1 << 13;
    public const uint IORING_SETUP_NO_SQARRAY = 1 << 16;

    public const long IORING_OFF_SQ_RING = 0;
    public const long IORING_OFF_SQES = 0x10000000;

    public const uint IORING_ENTER_GETEVENTS = 1;

    public const uint IORING_REGISTER_ENABLE_RINGS = 12;
    public const uint IORING_REGISTER_SEND_MSG_RING = 31;

    public const byte IORING_OP_MSG_RING = 40;
    public const byte IORING_OP_URING_CMD = 46;
}
