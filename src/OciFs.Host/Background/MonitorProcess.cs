using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Background;

/// <summary>
/// A process in the background that keeps a mount (<see cref="MountKeeper"/>), for the one who starts it: started beside the server, so that nobody waits for it, and told
/// of the mount when that is usable. Where it is never told, it ends with its starter.
/// </summary>
public sealed unsafe class MonitorProcess : IDisposable
{
    private readonly FileStream _pipe;
    private readonly ServerHandle _handle;
    private readonly ServerProcess _server;

    private MonitorProcess(FileStream pipe, ServerHandle handle, ServerProcess server) => (_pipe, _handle, _server) = (pipe, handle, server);

    /// <summary>Starts one for a server.</summary>
    /// <param name="server">The server; the caller's.</param>
    /// <param name="arguments">What its command line is to show; it is not read.</param>
    /// <exception cref="OciFsException">It could not be started.</exception>
    public static MonitorProcess Start(ServerProcess server, IReadOnlyList<string> arguments)
    {
        var ends = stackalloc int[2];
        if (BackgroundInterop.pipe2(ends, BackgroundInterop.O_CLOEXEC) < 0)
        {
            throw new OciFsException(OciFsError.Unavailable, $"no pipe: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        var writing = new FileStream(new SafeFileHandle(ends[1], ownsHandle: true), FileAccess.Write, 0);
        using var reading = new SafeFileHandle(ends[0], ownsHandle: true);
        try
        {
            using var errors = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            var spawn = new SelfSpawn(arguments, MonitorRole.Variables, [errors, reading, server.Line.Socket, server.Handle.Descriptor]);
            return new MonitorProcess(writing, ServerHandle.OfChild(spawn.Start()), server);
        }
        catch
        {
            writing.Dispose();
            throw;
        }
    }

    /// <summary>Tells it of the mount, which is its own from then on.</summary>
    public void HandOver(bool isGuarded)
    {
        var control = _server.Mount!;
        string[] fields =
        [
            _server.Handle.Pid.ToString(CultureInfo.InvariantCulture), $"{control.Connection}", isGuarded ? "guarded" : string.Empty, control.Mountpoint,
        ];
        _pipe.Write(System.Text.Encoding.UTF8.GetBytes(string.Join('\0', fields)));
    }

    /// <summary>Waits for the end of one that was not told.</summary>
    public void End()
    {
        _pipe.Dispose();
        _handle.Signal(BackgroundInterop.SIGKILL);
        _ = _handle.WaitForEnd(Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pipe.Dispose();
        _handle.Dispose();
    }
}
