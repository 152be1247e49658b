using System.Runtime.InteropServices;

namespace OciFs.Cli.Terminal;

/// <summary>What the C library does for standard output and terminals.</summary>
internal static unsafe partial class TerminalInterop
{
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    // bits/signum-generic.h, bits/signum-arch.h.
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGPIPE = 13;
    public const int SIGTERM = 15;
    public const nint SIG_DFL = 0;

    // errno-base.h.
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EPIPE = 32;

    // asm-generic/ioctls.h.
    private const nuint TIOCGWINSZ = 0x5413;

    /// <summary>Columns of the terminal that a descriptor is; 0 where it is none, or does not tell.</summary>
    public static int Columns(int descriptor)
    {
        var size = stackalloc ushort[4]; // struct winsize: rows, columns, and both in pixels.
        return ioctl(descriptor, TIOCGWINSZ, size) == 0 ? size[1] : 0;
    }

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc")]
    public static partial int isatty(int descriptor);

    [LibraryImport("libc")]
    public static partial nint signal(int number, nint handler);

    [LibraryImport("libc")]
    public static partial int raise(int number);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, ushort* size);
}
