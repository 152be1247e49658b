namespace OciFs.Host.Confining;

/// <summary>What Landlock can forbid (linux/landlock.h, LANDLOCK_ACCESS_FS_* and the like), and since which version of its interface.</summary>
internal static class LandlockRights
{
    public const ulong Execute = 1 << 0, WriteFile = 1 << 1, ReadFile = 1 << 2, ReadFolder = 1 << 3, RemoveFolder = 1 << 4, RemoveFile = 1 << 5;

    public const ulong MakeFolder = 1 << 7, MakeFile = 1 << 8, Refer = 1 << 13, Truncate = 1 << 14;

    /// <summary>Reading of what is at and below a place.</summary>
    public const ulong Reading = ReadFile | ReadFolder;

    /// <summary>What a folder of files takes that are written beside and renamed.</summary>
    public const ulong Keeping = Reading | WriteFile | RemoveFolder | RemoveFile | MakeFolder | MakeFile | Refer | Truncate;

    /// <summary>Those that mean something for a file; the kernel refuses a rule of a file that has others.</summary>
    public const ulong OfFiles = Execute | WriteFile | ReadFile | Truncate;

    // Bits 0 to 12; REFER, TRUNCATE and IOCTL_DEV came one at a time.
    private const ulong First = (1 << 13) - 1, IoctlDevice = 1 << 15;

    private const ulong BindTcp = 1 << 0, ConnectTcp = 1 << 1;

    private const ulong AbstractSockets = 1 << 0, Signals = 1 << 1;

    /// <summary>Everything about files that a version knows: what is handled and not allowed is forbidden.</summary>
    public static ulong FilesIn(int version) =>
        First | (version >= 2 ? Refer : 0) | (version >= 3 ? Truncate : 0) | (version >= 5 ? IoctlDevice : 0);

    /// <summary>As <see cref="FilesIn"/>, about the network.</summary>
    public static ulong NetworkIn(int version) => version >= 4 ? BindTcp | ConnectTcp : 0;

    /// <summary>As <see cref="FilesIn"/>, about processes outside.</summary>
    public static ulong ScopesIn(int version) => version >= 6 ? AbstractSockets | Signals : 0;
}
