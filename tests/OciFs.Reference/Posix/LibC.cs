using System.Runtime.InteropServices;

namespace OciFs.Reference.Posix;

/// <summary>The C library's calls, verbatim; paths are bytes that end in NUL.</summary>
internal static unsafe partial class LibC
{
    public const int ENOENT = 2;
    public const int ENAMETOOLONG = 36;
    public const int ENOTDIR = 20;

    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_REMOVEDIR = 0x200;

    public const int O_RDONLY = 0;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_CLOEXEC = 0x80000;

    /// <summary>asm/fcntl.h: these two differ by architecture.</summary>
    public static readonly int O_DIRECTORY = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    public static readonly int O_NOFOLLOW = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int openat(int dirfd, byte[] path, int flags, uint mode);

    [LibraryImport("libc")]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int statx(int dirfd, byte[] path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint getdents64(int fd, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint readlinkat(int dirfd, byte[] path, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int mkdirat(int dirfd, byte[] path, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int mknodat(int dirfd, byte[] path, uint mode, ulong device);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int symlinkat(byte[] target, int dirfd, byte[] path);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int linkat(int olddirfd, byte[] oldpath, int newdirfd, byte[] newpath, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int renameat(int olddirfd, byte[] oldpath, int newdirfd, byte[] newpath);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int unlinkat(int dirfd, byte[] path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchownat(int dirfd, byte[] path, uint uid, uint gid, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchmodat(int dirfd, byte[] path, uint mode, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int utimensat(int dirfd, byte[] path, long* times, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int lsetxattr(byte[] path, byte[] name, byte[] value, nuint size, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint llistxattr(byte[] path, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint lgetxattr(byte[] path, byte[] name, byte* buffer, nuint size);
}
