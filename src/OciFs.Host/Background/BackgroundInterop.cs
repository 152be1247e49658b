using System.Runtime.InteropServices;

namespace OciFs.Host.Background;

/// <summary>The C library's words for starting a process, talking to it, and its end (spawn.h, unistd.h, sys/socket.h, sys/wait.h, poll.h).</summary>
internal static unsafe partial class BackgroundInterop
{
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int O_RDWR = 2;
    public const int O_CLOEXEC = 0x80000;
    public const int O_NONBLOCK = 0x800;
    public const uint CLOSE_RANGE_CLOEXEC = 4;
    public const short POSIX_SPAWN_SETSIGMASK = 0x08;
    public const short POSIX_SPAWN_SETSID = 0x80;
    public const int SIG_SETMASK = 2;
    public const int F_DUPFD_CLOEXEC = 1030;

    public const int AF_UNIX = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_SEQPACKET = 5;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int SOL_SOCKET = 1;
    public const int SCM_RIGHTS = 1;
    public const int MSG_CMSG_CLOEXEC = 0x40000000;
    public const int MSG_NOSIGNAL = 0x4000;
    public const int MSG_DONTWAIT = 0x40;

    public const short POLLIN = 1;
    public const int WNOHANG = 1;
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;

    /// <summary>The same numbers on every architecture (asm-generic/unistd.h).</summary>
    public const nint SYS_pidfd_send_signal = 424;
    public const nint SYS_close_range = 436;
    public const nint SYS_pidfd_open = 434;

    /// <summary>Of linux/pidfd.h, from Linux 6.13 on; that it tells of an exit from 6.15 on.</summary>
    public const nuint PIDFD_GET_INFO = 0xC040FF0B;
    public const ulong PIDFD_INFO_EXIT = 8;

    /// <summary>At least sizeof(posix_spawn_file_actions_t): 80 bytes with glibc, 80 with musl.</summary>
    public const int FileActionsSize = 256;

    /// <summary>At least sizeof(posix_spawnattr_t): 336 bytes with glibc and musl.</summary>
    public const int AttributesSize = 512;

    /// <summary>sizeof(sigset_t) with glibc and musl.</summary>
    public const int SignalSetSize = 128;

    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* ends, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int dup2(int descriptor, int target);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(poll_descriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sendto(int socket, byte* buffer, nuint length, int flags, byte* address, uint addressLength);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* ends);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sendmsg(int socket, socket_message* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recvmsg(int socket, socket_message* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitpid(int pid, out int status, int options);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int pid, int signal);

    /// <summary>With <see cref="PIDFD_GET_INFO"/> only.</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int ioctl(int descriptor, nuint request, pidfd_exit* information);

    /// <summary>Ends the process, whatever its other threads do.</summary>
    [LibraryImport(Library)]
    public static partial void _exit(int status);

    /// <summary>By its number: the C library has a function of this name only since 2.34, the kernel the call since 5.9.</summary>
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint close_range(nint number, uint first, uint last, uint flags);

    /// <summary>The C library may have no wrapper for this and the next one; the first argument is the call's number.</summary>
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint pidfd_open(nint number, int pid, uint flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint pidfd_send_signal(nint number, int descriptor, int signal, void* information, uint flags);

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

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(byte* attributes, byte* signals);

    [LibraryImport(Library)]
    public static partial int sigemptyset(byte* signals);

    [LibraryImport(Library)]
    public static partial int sigaddset(byte* signals, int signal);

    [LibraryImport(Library)]
    public static partial int pthread_sigmask(int how, byte* signals, byte* before);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn(out int pid, string path, byte* actions, byte* attributes, byte** argv, byte** environment);
}

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct poll_descriptor
{
    public int fd;
    public short events;
    public short revents;
}

/// <summary><c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct socket_vector
{
    public void* iov_base;
    public nuint iov_len;
}

/// <summary><c>struct msghdr</c> of 64-bit Linux; musl's narrower lengths have their padding where glibc has the upper half.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct socket_message
{
    public void* msg_name;
    public uint msg_namelen;
    public socket_vector* msg_iov;
    public nuint msg_iovlen;
    public void* msg_control;
    public nuint msg_controllen;
    public int msg_flags;
}

/// <summary><c>struct cmsghdr</c> with room for two descriptors as its data.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct socket_descriptors
{
    /// <summary><c>CMSG_LEN(0)</c>.</summary>
    public const int HeaderLength = 16;

    public nuint cmsg_len;
    public int cmsg_level;
    public int cmsg_type;
    public int first;
    public int second;
}

/// <summary><c>struct pidfd_info</c> of linux/pidfd.h in its first form; only what is used here is named.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct pidfd_exit
{
    [FieldOffset(0)]
    public ulong mask;

    /// <summary>As wait(2) gives it.</summary>
    [FieldOffset(60)]
    public int exit_code;
}
