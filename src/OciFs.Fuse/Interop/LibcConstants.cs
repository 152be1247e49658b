namespace OciFs.Fuse.Interop;

/// <summary>Constants of the C library's headers, the same on every architecture .NET runs on under Linux.</summary>
internal static class LibcConstants
{
    public const int O_RDWR = 2;
    public const int O_CLOEXEC = 0x80000;

    public const int AF_UNIX = 1;
    public const int SOCK_STREAM = 1;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1;
    public const int SCM_RIGHTS = 1;
    public const int MSG_CMSG_CLOEXEC = 0x40000000;

    public const int AT_FDCWD = -100;
    public const uint STATX_TYPE = 1;
    public const uint S_IFMT = 0xf000;
    public const uint S_IFDIR = 0x4000;
    public const int PATH_MAX = 4096;

    public const nuint MS_RDONLY = 1;
    public const nuint MS_NOSUID = 2;
    public const nuint MS_NODEV = 4;
    public const nuint MS_NOEXEC = 8;

    public const int MNT_DETACH = 2;
    public const int UMOUNT_NOFOLLOW = 8;

    public const int PROT_READ = 1;
    public const int PROT_WRITE = 2;
    public const int MAP_SHARED = 1;
    public const int MAP_PRIVATE = 2;
    public const int MAP_ANONYMOUS = 0x20;
    public const int MAP_NORESERVE = 0x4000;
    public const int MAP_POPULATE = 0x8000;
}
