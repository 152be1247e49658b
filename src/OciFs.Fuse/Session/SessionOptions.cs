using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>How a mount is served.</summary>
public sealed record SessionOptions
{
    /// <summary>More threads than a session can use: all that it may have over io_uring on the largest machines.</summary>
    internal const int MostWorkers = ushort.MaxValue;

    private const int LargestRequest = 1 << 20;

    /// <summary>
    /// Threads at most. A request that takes long occupies one; one that is answered later (<see cref="RequestContext.Later"/>) does not.
    /// Over io_uring there may be as many again, or four for each CPU if that is more, which wait for their own CPU's requests only.
    /// </summary>
    public int MaxWorkers { get; init => field = InRange(value, 2, MostWorkers); } = 64;

    /// <summary>Threads that may stay without work; at least two always do.</summary>
    public int MaxIdleWorkers { get; init => field = InRange(value, 2, MostWorkers); } = 10;

    /// <summary>
    /// Reads of the page cache at a time; from three quarters on the kernel holds further read-ahead back. Those that are answered later count.
    /// </summary>
    public ushort MaxBackground { get; init => field = (ushort)InRange(value, 1, ushort.MaxValue); } = 4096;

    /// <summary>
    /// The longest read in bytes, a multiple of 4,096 up to 1 MiB, not less than 64 KiB. Each worker holds as much address space; memory
    /// is taken as it is first used.
    /// </summary>
    public int MaxRequestBytes
    {
        get;
        init => field = InRange(value, 1 << 16, LargestRequest) / WireLimits.PageSize * WireLimits.PageSize;
    }
    = LargestRequest;

    /// <summary>
    /// Whether the kernel interprets <c>system.posix_acl_access</c> and keeps it in its cache; it then also checks permissions, as with
    /// <see cref="Mount.MountOptions.DefaultPermissions"/>.
    /// </summary>
    public bool PosixAcl { get; init; }

    /// <summary>How long <see cref="FuseSession.Dispose"/> waits for the last user of a detached mount before it aborts.</summary>
    public TimeSpan ExitGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told of exceptions of the filesystem and refusals of the kernel, on the thread of the request. Must not throw.</summary>
    public Action<Exception>? OnError { get; init; }

    private static int InRange(int value, int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}
