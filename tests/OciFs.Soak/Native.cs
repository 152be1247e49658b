using System.Runtime.InteropServices;

namespace OciFs.Soak;

/// <summary>System calls by their C names: what programs ask, with nothing of .NET's between.</summary>
internal static unsafe partial class Native
{
    public const int O_RDONLY = 0;
    public const int O_DIRECT = 0x4000; // x86-64; arm64 has 0x10000
    public const int O_DIRECTORY = 0x10000; // x86-64; arm64 has 0x4000
    public const int O_CLOEXEC = 0x80000;
    public const int SEEK_SET = 0;
    public const int SEEK_DATA = 3;
    public const int SEEK_HOLE = 4;
    public const int PROT_READ = 1;
    public const int MAP_PRIVATE = 2;
    public const int ENXIO = 6;
    public const int EINVAL = 22;
    public const int AT_FDCWD = -100;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const uint STATX_BASIC_STATS = 0x7FF;
    public const int SIGUSR1 = 10;
    public const int SIGKILL = 9;

    /// <summary>The bit of a name for the machine that this runs on.</summary>
    public static int Direct => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? O_DIRECTORY : O_DIRECT;

    /// <inheritdoc cref="Direct"/>
    public static int Folder => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? O_DIRECT : O_DIRECTORY;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pread(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial long lseek(int descriptor, long offset, int whence);

    [LibraryImport("libc", SetLastError = true)]
    public static partial byte* mmap(void* address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int munmap(byte* address, nuint length);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int directory, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint readlink(string path, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint llistxattr(string path, byte* list, nuint size);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint lgetxattr(string path, string name, byte* value, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint getdents64(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int process, int signal);

    /// <summary>Whether the last call of this thread failed because a signal came: the runtime's own among them, as when it collects garbage. It is made again.</summary>
    public static bool WasInterrupted => Marshal.GetLastPInvokeError() == 4; // EINTR
}
