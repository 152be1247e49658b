using System.Runtime.InteropServices;

namespace OciFs.Fuse.Interop;

/// <summary>The C library's functions as they are declared in its headers. Descriptors are plain numbers, -1 is failure.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    /// <summary>Why the last call of this thread failed.</summary>
    public static Errno LastError => (Errno)Marshal.GetLastPInvokeError();

    /// <summary>The system's words for an error.</summary>
    /// <param name="errno">The error.</param>
    /// <returns>As strerror(3).</returns>
    public static string Describe(Errno errno) => Marshal.GetPInvokeErrorMessage((int)errno);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport(Library)]
    public static partial uint geteuid();

    [LibraryImport(Library)]
    public static partial uint getegid();

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int directory, string path, int flags, uint mask, out statx_result result);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* realpath(string path, byte* resolved);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mount(string source, string target, string type, nuint flags, string data);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int umount2(string target, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* descriptors, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* descriptors);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recvmsg(int socket, posix_msghdr* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitpid(int pid, out int status, int options);

    /// <summary>Returns the error instead of setting errno, as all functions of this family.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial Errno posix_spawn(out int pid, string path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(Library)]
    public static partial Errno posix_spawn_file_actions_init(void* actions);

    [LibraryImport(Library)]
    public static partial Errno posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(Library)]
    public static partial Errno posix_spawn_file_actions_adddup2(void* actions, int from, int to);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial Errno posix_spawn_file_actions_addopen(void* actions, int fd, string path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial void* mmap(void* start, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int sched_getaffinity(int pid, nuint size, byte* mask);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int sched_setaffinity(int pid, nuint size, byte* mask);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int munmap(void* start, nuint length);

    /// <summary>The C library has no wrapper of its own for this and the next two; the first argument is the call's number.</summary>
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint io_uring_setup(nint number, uint entries, io_uring_params* parameters);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint io_uring_enter(nint number, int fd, uint submit, uint least, uint flags, void* argument, nuint size);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint io_uring_register(nint number, int fd, uint opcode, void* argument, uint count);
}
