using System.Runtime.InteropServices;

namespace OciFs.Cli.Terminal;

/// <summary>What the C library does for standard output and terminals.</summary>
internal static unsafe partial class TerminalInterop
{
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    // bits/signum-generic.h, bits/signum-arch.h.
    public const int SIGPIPE = 13;
    private const nint SIG_DFL = 0;

    // errno-base.h.
    private const int EINTR = 4;
    private const int EAGAIN = 11;
    public const int EPIPE = 32;

    // asm-generic/ioctls.h.
    private const nuint TIOCGWINSZ = 0x5413;

    /// <summary>Columns of the terminal that a descriptor is; 0 where it is none, or does not tell.</summary>
    public static int Columns(int descriptor)
    {
        var size = stackalloc ushort[4]; // struct winsize: rows, columns, and both in pixels.
        return ioctl(descriptor, TIOCGWINSZ, size) == 0 ? size[1] : 0;
    }

    /// <summary>Rows of the terminal that a descriptor is; 0 where it is none, or does not tell.</summary>
    public static int Rows(int descriptor)
    {
        var size = stackalloc ushort[4];
        return ioctl(descriptor, TIOCGWINSZ, size) == 0 ? size[0] : 0;
    }

    /// <summary>Whether the terminal of standard error is this program's now, and not that of another job.</summary>
    public static bool IsInForeground() => tcgetpgrp(StandardError) == getpgrp();

    /// <summary>Writes all of it, or as much as is taken.</summary>
    /// <returns>0, or the errno of what did not let it.</returns>
    public static int WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint written;
            fixed (byte* start = bytes)
            {
                written = write(descriptor, start, (nuint)bytes.Length);
            }

            if (written >= 0)
            {
                bytes = bytes[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case EINTR:
                    break;
                case EAGAIN:
                    Thread.Sleep(1);
                    break;
                case var error:
                    return error;
            }
        }

        return 0;
    }

    /// <summary>Ends this process by a signal, whatever it does with it otherwise.</summary>
    public static void EndBy(int number)
    {
        _ = signal(number, SIG_DFL);
        _ = kill(getpid(), number);
        Thread.Sleep(1000);
        Environment.Exit(128 + number);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc")]
    public static partial int isatty(int descriptor);

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);

    [LibraryImport("libc")]
    private static partial int kill(int process, int number);

    [LibraryImport("libc")]
    private static partial int getpid();

    [LibraryImport("libc")]
    private static partial int getpgrp();

    [LibraryImport("libc")]
    private static partial int tcgetpgrp(int descriptor);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, ushort* size);
}
