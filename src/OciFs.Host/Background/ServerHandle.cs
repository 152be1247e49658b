using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Background;

/// <summary>How a process has ended.</summary>
/// <param name="Status">Its exit status, or the signal that ended it; -1 where the kernel does not tell.</param>
/// <param name="IsExit">Whether it ended by itself.</param>
internal sealed record ProcessEnd(int Status, bool IsExit)
{
    // signal(7): those that end servers. The numbers are those of x86 and ARM.
    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV",
        [13] = "SIGPIPE", [15] = "SIGTERM", [24] = "SIGXCPU", [25] = "SIGXFSZ", [31] = "SIGSYS",
    };

    /// <summary>That of a process of which nobody knows how it ended.</summary>
    public static ProcessEnd Unknown { get; } = new(-1, IsExit: false);

    /// <summary>What wait(2) tells: WIFEXITED, WEXITSTATUS and WTERMSIG of sys/wait.h.</summary>
    public static ProcessEnd OfWait(int status) => (status & 0x7F) == 0 ? new ProcessEnd((status >> 8) & 0xFF, IsExit: true) : new ProcessEnd(status & 0x7F, IsExit: false);

    /// <summary>In words: <c>killed by signal 9, SIGKILL</c>.</summary>
    public override string ToString() => this switch
    {
        { Status: < 0 } => "it was killed or has crashed",
        { IsExit: true } => string.Create(CultureInfo.InvariantCulture, $"it ended with status {Status}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"killed by signal {Status}{(Names.TryGetValue(Status, out var name) ? $", {name}" : string.Empty)}"),
    };
}

/// <summary>A process that serves, held by a descriptor so that its number is never another one's (pidfd_open(2)). Any thread.</summary>
internal sealed unsafe class ServerHandle : IDisposable
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly bool _isChild;
    private ProcessEnd? _end;

    private ServerHandle(int pid, SafeFileHandle descriptor, bool isChild) => (Pid, Descriptor, _isChild) = (pid, descriptor, isChild);

    /// <summary>Its number.</summary>
    public int Pid { get; }

    /// <summary>Readable when it has ended.</summary>
    public SafeFileHandle Descriptor { get; }

    /// <summary>That of a process that this one has just started.</summary>
    /// <exception cref="OciFsException">The system gives no descriptor of it; it has been ended.</exception>
    public static ServerHandle OfChild(int pid)
    {
        var descriptor = (int)BackgroundInterop.pidfd_open(BackgroundInterop.SYS_pidfd_open, pid, 0);
        if (descriptor >= 0)
        {
            return new ServerHandle(pid, new SafeFileHandle(descriptor, ownsHandle: true), isChild: true);
        }

        var why = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        _ = BackgroundInterop.kill(pid, BackgroundInterop.SIGKILL);
        _ = BackgroundInterop.waitpid(pid, out _, 0);
        throw new OciFsException(OciFsError.Unavailable, $"no descriptor of the server: {why}");
    }

    /// <summary>That of a process that another one has started and given the descriptor of.</summary>
    public static ServerHandle OfOther(int pid, SafeFileHandle descriptor) => new(pid, descriptor, isChild: false);

    /// <summary>Sends a signal; nothing where it has ended.</summary>
    public void Signal(int signal) =>
        _ = BackgroundInterop.pidfd_send_signal(BackgroundInterop.SYS_pidfd_send_signal, (int)Descriptor.DangerousGetHandle(), signal, null, 0);

    /// <summary>Waits for its end.</summary>
    /// <returns>How it ended; null where it has not within <paramref name="patience"/>.</returns>
    public ProcessEnd? WaitForEnd(TimeSpan patience)
    {
        if (!Waiting.ForInput((int)Descriptor.DangerousGetHandle(), patience))
        {
            return null;
        }

        lock (_gate)
        {
            return _end ??= Ask();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Descriptor.Dispose();

    private ProcessEnd Ask()
    {
        if (_isChild)
        {
            return BackgroundInterop.waitpid(Pid, out var status, 0) == Pid ? ProcessEnd.OfWait(status) : ProcessEnd.Unknown;
        }

        // The kernel tells others when its parent has taken note of the end.
        for (var i = 0; i < Attempts; i++)
        {
            var information = new pidfd_exit { mask = BackgroundInterop.PIDFD_INFO_EXIT };
            if (BackgroundInterop.ioctl((int)Descriptor.DangerousGetHandle(), BackgroundInterop.PIDFD_GET_INFO, &information) == 0
                && (information.mask & BackgroundInterop.PIDFD_INFO_EXIT) != 0)
            {
                return ProcessEnd.OfWait(information.exit_code);
            }

            Thread.Sleep(Pause);
        }

        return ProcessEnd.Unknown;
    }
}
