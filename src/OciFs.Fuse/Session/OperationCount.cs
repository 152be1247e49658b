namespace OciFs.Fuse.Session;

/// <summary>How often an operation was asked for since the mount began.</summary>
/// <param name="Operation">The kernel's name (<c>FUSE_LOOKUP</c>), or "unknown".</param>
/// <param name="Requests">All requests.</param>
/// <param name="Errors">Those that were answered with an error, ENOENT and ENOSYS included.</param>
public readonly record struct OperationCount(string Operation, long Requests, long Errors)
{
    /// <summary>How long they took.</summary>
    public Latency Latency { get; init; }
}
