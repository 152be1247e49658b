namespace OciFs.Fuse;

/// <summary>Who asks, and whether the answer is still wanted.</summary>
/// <param name="Unique">The kernel's number of the request.</param>
/// <param name="UserId">The caller's file system user id; 0 for read-ahead and other work of the kernel's own.</param>
/// <param name="GroupId">The caller's file system group id, likewise.</param>
/// <param name="ProcessId">The caller's thread id in the server's pid namespace; 0 when it is not visible there, or for the kernel.</param>
/// <param name="Cancellation">
/// Fires when the caller was interrupted by a signal. Valid only while the operation runs; whoever registers with it must dispose of the
/// registration before the operation returns. An operation that gives up returns <see cref="Errno.EINTR"/>.
/// </param>
public readonly record struct RequestContext(
    ulong Unique,
    uint UserId,
    uint GroupId,
    uint ProcessId,
    CancellationToken Cancellation);
