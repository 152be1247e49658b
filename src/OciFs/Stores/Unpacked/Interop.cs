using System.Runtime.InteropServices;

namespace OciFs.Stores.Unpacked;

/// <summary>The C library's functions and the kernel's structures by which a folder is read that may hold anything. Linux only.</summary>
internal static unsafe partial class Interop
{
    public const int O_RDONLY = 0, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, O_PATH = 0x200000; // asm-generic/fcntl.h
    public const int AT_SYMLINK_NOFOLLOW = 0x100, AT_EMPTY_PATH = 0x1000;
    public const int ENOENT = 2, EAGAIN = 11, ENOTDIR = 20, ELOOP = 40, ENODATA = 61, EOPNOTSUPP = 95;

    // linux/openat2.h.
    private const ulong RESOLVE_NO_MAGICLINKS = 0x02, RESOLVE_NO_SYMLINKS = 0x04, RESOLVE_BENEATH = 0x08, RESOLVE_IN_ROOT = 0x10;

    // The same number on every architecture (asm-generic/unistd.h).
    private const nint SYS_openat2 = 437;

    private const string Library = "libc";

    // O_DIRECTORY and O_NOFOLLOW are among the few that architectures number differently (asm/fcntl.h).
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    /// <summary>Fails where it is no directory.</summary>
    public static int O_DIRECTORY => IsArm ? 0x4000 : 0x10000;

    /// <summary>Fails for a symbolic link, or opens it itself with <see cref="O_PATH"/>.</summary>
    public static int O_NOFOLLOW => IsArm ? 0x8000 : 0x20000;

    /// <summary>Opens a path below a directory; symbolic links and <c>..</c> on the way stay below it, as in a chroot.</summary>
    public static int OpenInRoot(int root, byte* path, int flags) => Open(root, path, flags, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);

    /// <summary>Opens a path below a directory, without any symbolic link on the way or at its end.</summary>
    public static int OpenBeneath(int root, byte* path, int flags) => Open(root, path, flags, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);

    private static int Open(int root, byte* path, int flags, ulong resolve)
    {
        var how = new open_how { flags = (ulong)(flags | O_CLOEXEC), resolve = resolve };
        nint opened;
        do
        {
            // A directory was renamed meanwhile: the kernel cannot tell whether it left the root.
            opened = syscall(SYS_openat2, root, (nint)path, (nint)(&how), sizeof(open_how));
        }
        while (opened < 0 && Marshal.GetLastPInvokeError() == EAGAIN);

        return (int)opened;
    }

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pread(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int statx(int folder, byte* path, int flags, uint mask, FileStatus.StatX* status);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint getdents64(int fd, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint readlinkat(int folder, byte* path, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint listxattr(byte* path, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint getxattr(byte* path, byte* name, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);

    /// <summary>linux/openat2.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct open_how
    {
        public ulong flags;
        public ulong mode;
        public ulong resolve;
    }
}
