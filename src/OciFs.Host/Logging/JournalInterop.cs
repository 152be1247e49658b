using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Logging;

/// <summary>The C library's words for a datagram socket (sys/socket.h, sys/un.h).</summary>
internal static unsafe partial class JournalInterop
{
    public const ushort AF_UNIX = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_CLOEXEC = 0x80000;
    public const int MSG_NOSIGNAL = 0x4000;
    public const int ENAMETOOLONG = 36;

    /// <summary>Size of <c>sun_path</c>.</summary>
    public const int PathBytes = 108;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(SafeFileHandle socket, sockaddr_un* address, int length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint send(SafeFileHandle socket, byte* bytes, nuint length, int flags);

    /// <summary>A socket's name.</summary>
    public struct sockaddr_un
    {
        public ushort sun_family;
        public fixed byte sun_path[PathBytes];
    }
}
