namespace OciFs.Fuse.Mount;

/// <summary>How to mount. Always read-only.</summary>
public sealed record MountOptions
{
    /// <summary>The source that the mount table shows.</summary>
    public string FsName { get; init; } = "ocifs";

    /// <summary>Whether users other than the mounting one may look. Unless root mounts, <c>/etc/fuse.conf</c> must allow it.</summary>
    public bool AllowOther { get; init; }

    /// <summary>Whether the kernel checks permissions by mode, owner and group; else whoever may look may read all.</summary>
    public bool DefaultPermissions { get; init; }

    /// <summary>Whether set-user-id bits are without effect. Only root can turn it off.</summary>
    public bool NoSuid { get; init; } = true;

    /// <summary>Whether device files cannot be opened. Only root can turn it off.</summary>
    public bool NoDev { get; init; } = true;

    /// <summary>Whether programs cannot be run from the mount.</summary>
    public bool NoExec { get; init; }

    /// <summary>Whether a helper process unmounts when this one dies. Needs fusermount3, also for root.</summary>
    public bool AutoUnmount { get; init; }

    /// <summary>Whether the mountpoint may hold files, which the mount then hides.</summary>
    public bool AllowNonEmpty { get; init; }
}
