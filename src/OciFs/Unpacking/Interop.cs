using System.Runtime.InteropServices;
using OciFs.Stores;

namespace OciFs.Unpacking;

/// <summary>The C library's functions by which files are made below an opened directory. All take names, none follows a link. Linux only.</summary>
internal static unsafe partial class Interop
{
    public const int O_RDONLY = 0, O_WRONLY = 1, O_CREAT = 0x40, O_EXCL = 0x80, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, O_PATH = 0x200000; // asm-generic/fcntl.h
    public const int AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000; // linux/fcntl.h

    // asm-generic/errno-base.h, asm-generic/errno.h.
    public const int EPERM = 1, ENOENT = 2, EINTR = 4, EIO = 5, EEXIST = 17, ENOTDIR = 20, EINVAL = 22, ENFILE = 23, EMFILE = 24, ENOSPC = 28, EROFS = 30,
        ELOOP = 40, ENODATA = 61, EOPNOTSUPP = 95, EDQUOT = 122;

    private const string Library = "libc";

    // As in Stores.Unpacked.Interop: architectures number these differently (asm/fcntl.h).
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    /// <summary>Fails where it is no directory.</summary>
    public static int O_DIRECTORY => IsArm ? 0x4000 : 0x10000;

    /// <summary>Fails for a symbolic link, or opens it itself with <see cref="O_PATH"/>.</summary>
    public static int O_NOFOLLOW => IsArm ? 0x8000 : 0x20000;

    /// <summary>A name with a NUL behind it, as these functions take it.</summary>
    public static byte[] Text(ReadOnlySpan<byte> name) => [.. name, 0];

    /// <summary>The error of the last call of this thread; 0 where <paramref name="result"/> is none.</summary>
    public static int ErrorOf(nint result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int openat(int folder, byte[] name, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int mkdirat(int folder, byte[] name, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int mknodat(int folder, byte[] name, uint mode, ulong device);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int symlinkat(byte[] target, int folder, byte[] name);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int linkat(int fromFolder, byte[] from, int folder, byte[] name, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int renameat(int fromFolder, byte[] from, int folder, byte[] name);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int unlinkat(int folder, byte[] name, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchownat(int folder, byte[] name, uint uid, uint gid, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchmod(int fd, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int chmod(byte[] path, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int utimensat(int folder, byte[] name, Timespec* times, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int setxattr(byte[] path, byte[] name, byte* value, nuint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fsetxattr(int fd, byte[] name, byte* value, nuint length, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int removexattr(byte[] path, byte[] name);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fremovexattr(int fd, byte[] name);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint getxattr(byte[] path, byte[] name, byte* value, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int ftruncate(int fd, long length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pwrite(int fd, byte* bytes, nuint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    public static partial byte* realpath(byte[] path, byte* resolved);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int statx(int folder, byte[] name, int flags, uint mask, FileStatus.StatX* status);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint getdents64(int fd, byte* buffer, nuint count);

    /// <summary><c>struct timespec</c> of systems of 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
