using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Mount;
using OciFs.Host.Logging;

namespace OciFs.Host.Background;

/// <summary>
/// Brings up a mount that a process of its own serves: starts the server, mounts for it, and keeps the mount, here or in another process of its own.
/// </summary>
public sealed class MountStarter : IDisposable
{
    private const int StandardError = 2;

    private readonly ServerProcess _server;
    private readonly IReadOnlyList<string> _arguments;
    private readonly bool _isHere;
    private KeeperSignals? _signals;
    private bool _isGuarded;

    private MountStarter(ServerProcess server, IReadOnlyList<string> arguments, bool isHere) => (_server, _arguments, _isHere) = (server, arguments, isHere);

    /// <summary>What the server said of the mount, in a line.</summary>
    public string ReadyText { get; private set; } = string.Empty;

    /// <summary>Starts a server.</summary>
    /// <param name="arguments">The command line that makes this program serve.</param>
    /// <param name="isHere">Whether this process keeps the mount.</param>
    /// <param name="within"><inheritdoc cref="ServerProcess.Start" path="/param[@name='within']"/></param>
    /// <param name="errors">Receives the lines that the server tells until the mount is usable.</param>
    /// <param name="progress">Receives how far what takes long is: what, bytes done, bytes there are.</param>
    /// <exception cref="OciFsException">It could not be started.</exception>
    public static MountStarter Start(
        IReadOnlyList<string> arguments, bool isHere, Func<Func<int>, int> within, Action<string> errors, Action<string, long, long> progress)
    {
        using var log = isHere ? OpenLog() : null;
        return new MountStarter(ServerProcess.Start(arguments, log, within, errors, progress), arguments, isHere);
    }

    // A terminal is opened once more, for writing alone: the server has no business with what is typed there.
    private static SafeFileHandle OpenLog()
    {
        if (!Console.IsErrorRedirected)
        {
            try
            {
                return File.OpenHandle("/proc/self/fd/2", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A terminal of somebody else's: as it was given.
            }
        }

        return new SafeFileHandle(StandardError, ownsHandle: false);
    }

    /// <summary>Mounts when the source is open, and waits until the mount is usable.</summary>
    /// <param name="mountpoint">Where.</param>
    /// <param name="options">How.</param>
    /// <param name="opened">Called when the source is open; in a process that keeps the mount itself signals are minded then.</param>
    /// <returns>Null when it is usable; else the server's exit status.</returns>
    /// <exception cref="FuseMountException">It cannot be mounted.</exception>
    /// <exception cref="OciFsException">Something ended the server.</exception>
    public int? WaitUntilUsable(string mountpoint, MountOptions options, Action opened)
    {
        if (_server.WaitUntilOpened() is not { } name)
        {
            return _server.ExitStatus();
        }

        if (_isHere)
        {
            _signals = new KeeperSignals();
            opened();
        }

        _isGuarded = options.AutoUnmount;
        _server.MountFor(mountpoint, options with { FsName = name });
        if (_server.WaitUntilReady() is not { } text)
        {
            return _server.ExitStatus();
        }

        ReadyText = text;
        return null;
    }

    /// <summary>Keeps the mount until it ends.</summary>
    /// <param name="log">Told of what a user should know.</param>
    /// <returns>Exit status.</returns>
    public int Keep(MountLog log) =>
        new MountKeeper(Kept(), _server.Handle, _server.Line, _signals!, ServiceManager.OfEnvironment(), line => log.Write(LogLevel.Warning, line)).Run();

    /// <summary>Has another process keep the mount.</summary>
    /// <exception cref="OciFsException">It could not be started; all is ended.</exception>
    public void LeaveToOther()
    {
        try
        {
            MonitorProcess.Start(_server, Kept(), _arguments);
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <summary>Ends the server and takes away what was mounted. For who ends this process next.</summary>
    public void End() => _server.End();

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Dispose();
        _signals?.Dispose();
    }

    private KeptMount Kept() => new(_server.Mount!, _isGuarded, ReadyText);
}
