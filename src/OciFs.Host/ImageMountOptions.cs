using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;
using OciFs.Host.Logging;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Host;

/// <summary>How a source is mounted.</summary>
public sealed record ImageMountOptions
{
    /// <summary>The platform that <c>rootfs</c> and <c>config</c> speak of.</summary>
    public required PlatformName Platform { get; init; }

    /// <summary>The program's version, for the status file.</summary>
    public required string Version { get; init; }

    /// <summary>Told of what happens; stays the caller's.</summary>
    public required MountLog Log { get; init; }

    /// <summary>Called when the source is open, and signals are minded: what took its time until then took it from who waits for the mount.</summary>
    public Action Opened { get; init; } = () => { };

    /// <summary>How the store is opened.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary>Bytes of memory that all caches take together: see <see cref="MemoryBudget"/>.</summary>
    public long MemoryBytes { get; init; } = MemoryBudget.DefaultBytes;

    /// <summary>Whether somebody asked for that platform: then <see cref="Rootfs"/> shows no other one.</summary>
    public bool IsPlatformAsked { get; init; }

    /// <summary>Shows the rootfs of the one selected image instead of the whole tree.</summary>
    public bool Rootfs { get; init; }

    /// <summary>What files are to look like instead of what their layers say.</summary>
    public ShownAttributes Shown { get; init; }

    /// <summary>The mount's own options; an empty name of the file system becomes the source.</summary>
    public MountOptions Mount { get; init; } = new() { FsName = string.Empty };

    /// <summary>Mounts; the device becomes the mount's own. For a process that may not mount itself: whatever asks another one.</summary>
    public Func<string, MountOptions, MountedDevice> Mounter { get; init; } = MountedDevice.Open;

    /// <summary>
    /// The session's options. Each worker holds a buffer as large as a request; the kernel's own read-ahead window is 128 KiB, and
    /// larger requests were measured to be no faster.
    /// </summary>
    public SessionOptions Session { get; init; } = new() { MaxRequestBytes = 256 << 10 };
}
