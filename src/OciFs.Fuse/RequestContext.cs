using OciFs.Fuse.Session;

namespace OciFs.Fuse;

/// <summary>Who asks, and how to answer later.</summary>
/// <param name="Unique">The kernel's number of the request.</param>
/// <param name="UserId">The caller's file system user id; 0 for read-ahead and other work of the kernel's own.</param>
/// <param name="GroupId">The caller's file system group id, likewise.</param>
/// <param name="ProcessId">The caller's thread id in the server's pid namespace; 0 when it is not visible there, or for the kernel.</param>
public readonly record struct RequestContext(ulong Unique, uint UserId, uint GroupId, uint ProcessId)
{
    internal Deferral? Deferral { get; init; }

    /// <summary>
    /// For an operation that cannot be answered yet: it is called again, as if it had not been called, when <paramref name="ready"/> has
    /// ended, however it ended. No thread waits meanwhile, and the caller may be interrupted.
    /// </summary>
    /// <param name="ready">What the answer needs; not failing to end is its owner's duty.</param>
    /// <returns>What the operation is to return at once.</returns>
    public Errno Later(Task ready) => Deferral!.Until(ready);
}
