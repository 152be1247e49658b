using System.Runtime.InteropServices;

namespace OciFs.Host.Background;

/// <summary>The C library's words for starting a process and its end (spawn.h, unistd.h, sys/wait.h).</summary>
internal static unsafe partial class BackgroundInterop
{
    public const int EINTR = 4;
    public const int O_RDWR = 2;
    public const int O_CLOEXEC = 0x80000;
    public const uint CLOSE_RANGE_CLOEXEC = 4;
    public const short POSIX_SPAWN_SETSID = 0x80;

    /// <summary>At least sizeof(posix_spawn_file_actions_t): 80 bytes with glibc, 80 with musl.</summary>
    public const int FileActionsSize = 256;

    /// <summary>At least sizeof(posix_spawnattr_t): 336 bytes with glibc and musl.</summary>
    public const int AttributesSize = 512;

    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* ends, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int dup2(int descriptor, int target);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitpid(int pid, out int status, int options);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close_range(uint first, uint last, uint flags);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn_file_actions_addopen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(byte* actions, int descriptor, int target);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn(out int pid, string path, byte* actions, byte* attributes, byte** argv, byte** environment);
}
