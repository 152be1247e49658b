using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OciFs.Host.Logging;

namespace OciFs.Host.Background;

/// <summary>
/// The service manager that has started this process, told how it is (sd_notify(3)): a datagram of lines to the socket in <c>NOTIFY_SOCKET</c>. Nothing is told where there
/// is none, and a manager that is gone is nobody's error.
/// </summary>
/// <param name="socket">A path, or a name behind <c>@</c>; null or empty for no manager.</param>
/// <param name="watchdog">Within which time it wants to hear that all is well; null for never.</param>
internal sealed unsafe class ServiceManager(string? socket, TimeSpan? watchdog)
{
    // sizeof(sun_path).
    private const int LongestName = 108;

    private const int LongestLine = 1024;

    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How often it is to be told that all is well: twice as often as it wants (sd_watchdog_enabled(3)); null for never.</summary>
    public TimeSpan? Interval => watchdog / 2;

    /// <summary>The one that the environment tells of.</summary>
    public static ServiceManager OfEnvironment() => Of(Environment.GetEnvironmentVariable, Environment.ProcessId);

    /// <summary>The one that variables tell of; a watchdog of another process is not this one's.</summary>
    public static ServiceManager Of(Func<string, string?> variable, int process)
    {
        var isMine = variable("WATCHDOG_PID") is null or "" || variable("WATCHDOG_PID") == process.ToString(CultureInfo.InvariantCulture);
        var watchdog = isMine && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds is > 0 and < long.MaxValue / TimeSpan.TicksPerMicrosecond
            ? TimeSpan.FromMicroseconds(microseconds)
            : (TimeSpan?)null;
        return new ServiceManager(variable("NOTIFY_SOCKET"), watchdog);
    }

    /// <summary>The mount is usable, or the store has been read again.</summary>
    /// <param name="status">What the manager shows of it, in a line.</param>
    public void Ready(string status) => Tell($"READY=1\nSTATUS={Line(status)}");

    /// <summary>The store is being read again.</summary>
    public void Reloading() => Tell(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / 1000}"));

    /// <summary>The mount is being unmounted.</summary>
    public void Stopping() => Tell("STOPPING=1\nSTATUS=unmounting");

    /// <summary>What the manager is to show.</summary>
    public void Status(string line) => Tell($"STATUS={Line(line)}");

    /// <summary>All is well.</summary>
    public void Alive() => Tell("WATCHDOG=1");

    // Names of others are in it, and a line feed would begin another assignment: MAINPID=1 of a process that calls itself so.
    private static string Line(string text) => PrintableText.Line(text, LongestLine);

    // One that is busy is waited for a while: it may be starting the whole machine.
    private void Tell(string lines)
    {
        if (string.IsNullOrEmpty(socket) || AddressOf(socket) is not { } address)
        {
            return;
        }

        var descriptor = BackgroundInterop.socket(BackgroundInterop.AF_UNIX, BackgroundInterop.SOCK_DGRAM | BackgroundInterop.SOCK_CLOEXEC, 0);
        if (descriptor < 0)
        {
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(lines);
        fixed (byte* start = bytes, name = address)
        {
            for (var i = 0; i < Attempts; i++)
            {
                var sent = BackgroundInterop.sendto(
                    descriptor, start, (nuint)bytes.Length, BackgroundInterop.MSG_NOSIGNAL | BackgroundInterop.MSG_DONTWAIT, name, (uint)address.Length);
                if (sent >= 0 || Marshal.GetLastPInvokeError() is not (BackgroundInterop.EAGAIN or BackgroundInterop.EINTR))
                {
                    break;
                }

                Thread.Sleep(Pause);
            }
        }

        _ = BackgroundInterop.close(descriptor);
    }

    // struct sockaddr_un (unix(7)): an abstract name has a NUL for its @ and none behind it. Null for one that is too long, or of another kind (vsock:).
    private static byte[]? AddressOf(string socket)
    {
        var name = Encoding.UTF8.GetBytes(socket);
        if (name.Length >= LongestName || name[0] is not ((byte)'/' or (byte)'@'))
        {
            return null;
        }

        var isAbstract = name[0] == '@';
        name[0] = isAbstract ? (byte)0 : name[0];
        return [.. BitConverter.GetBytes((ushort)BackgroundInterop.AF_UNIX), .. name, .. isAbstract ? ReadOnlySpan<byte>.Empty : "\0"u8];
    }
}
