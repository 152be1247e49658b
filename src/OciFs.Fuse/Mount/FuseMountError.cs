namespace OciFs.Fuse.Mount;

/// <summary>Why something could not be mounted or unmounted.</summary>
public enum FuseMountError
{
    /// <summary>The system refused, for a reason that the message tells.</summary>
    Refused,

    /// <summary><c>/dev/fuse</c> is missing or cannot be opened.</summary>
    DeviceUnavailable,

    /// <summary>Rights are missing, and no helper program is there to lend them.</summary>
    HelperMissing,

    /// <summary>The helper program refused.</summary>
    HelperFailed,

    /// <summary>The mountpoint does not exist.</summary>
    MountpointMissing,

    /// <summary>The mountpoint is not a directory.</summary>
    MountpointNotDirectory,

    /// <summary>The mountpoint holds files, which the mount would hide.</summary>
    MountpointNotEmpty,

    /// <summary>The mountpoint cannot be looked at, or holds a dead mount of another program.</summary>
    MountpointUnusable,

    /// <summary>Something of ours is mounted there already.</summary>
    AlreadyMounted,

    /// <summary>The kernel's protocol is older than what is served.</summary>
    ProtocolTooOld,
}
