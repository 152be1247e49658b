using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Mount;

namespace OciFs.Host.Background;

/// <summary>
/// A server of its own process, for the one who starts it: what it tells until the mount is usable, and what it is given for it. It mounts nothing itself and gets the
/// mounted device, so it needs no more than that, its source and its cache. It ends when the last process that holds <see cref="Line"/> has.
/// </summary>
public sealed unsafe class ServerProcess : IDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly FileStream _pipe;
    private readonly ServerMessages _messages;

    private ServerProcess(ServerHandle handle, Lifeline line, FileStream pipe, Action<string> errors, Action<string, long, long> progress)
    {
        Handle = handle;
        Line = line;
        _pipe = pipe;
        _messages = new ServerMessages(pipe, errors, progress);
    }

    /// <summary>What was mounted for it; null before.</summary>
    internal MountControl? Mount { get; private set; }

    /// <summary>The way to its end and to how it ended.</summary>
    internal ServerHandle Handle { get; }

    /// <summary>The keeper's end of the line to it.</summary>
    internal Lifeline Line { get; }

    /// <summary>Starts one.</summary>
    /// <param name="arguments">The command line that makes this program serve.</param>
    /// <param name="log">What its standard error is once it serves; null for nothing.</param>
    /// <param name="within">
    /// Runs what is given to it on a thread that may restrict itself first: the server is restricted as that thread is. Called once; an exception goes to the caller.
    /// </param>
    /// <param name="errors">Receives the lines that it tells on its standard error until it serves.</param>
    /// <param name="progress">Receives how far what takes long is (<see cref="ServerRole.SayProgress"/>).</param>
    /// <exception cref="OciFsException">It could not be started.</exception>
    public static ServerProcess Start(
        IReadOnlyList<string> arguments, SafeFileHandle? log, Func<Func<int>, int> within, Action<string> errors, Action<string, long, long> progress)
    {
        var ends = stackalloc int[2];
        if (BackgroundInterop.pipe2(ends, BackgroundInterop.O_CLOEXEC) < 0)
        {
            throw new OciFsException(OciFsError.Unavailable, $"no pipe: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        var reading = new FileStream(new SafeFileHandle(ends[0], ownsHandle: true), FileAccess.Read, 0);
        using var writing = new SafeFileHandle(ends[1], ownsHandle: true);
        var (keeper, server) = Lifeline.Pair();
        using (server)
        {
            try
            {
                SafeFileHandle[] given = log is null ? [writing, server.Socket] : [writing, server.Socket, log];
                var spawn = new SelfSpawn(arguments, ServerRole.Variables(hasLog: log is not null), given);
                return new ServerProcess(ServerHandle.OfChild(within(spawn.Start)), keeper, reading, errors, progress);
            }
            catch
            {
                keeper.Dispose();
                reading.Dispose();
                throw;
            }
        }
    }

    /// <summary>Waits until it has opened the source, or has ended. To be called once, first.</summary>
    /// <returns>The source, as the mount table is to show it; null where it has ended.</returns>
    public string? WaitUntilOpened() => _messages.ReadStage();

    /// <summary>Mounts, and gives it what was mounted.</summary>
    /// <param name="mountpoint">Where.</param>
    /// <param name="options">How.</param>
    /// <returns>The mountpoint, absolute and without symbolic links.</returns>
    /// <exception cref="FuseMountException">It could not be mounted; the message begins with the mountpoint.</exception>
    public string MountFor(string mountpoint, MountOptions options)
    {
        lock (_gate)
        {
            try
            {
                var mounted = MountedDevice.Open(mountpoint, options);
                Mount = (MountControl)mounted.Control;
                mounted.HandOver((device, guard) => Line.Send(LifelineMessage.Device, mounted.Path, device, guard));
                return mounted.Path;
            }
            catch (FuseMountException refused)
            {
                throw new FuseMountException(refused.Kind, $"{mountpoint}: {refused.Message}");
            }
        }
    }

    /// <summary>Waits until the mount is usable, or it has ended. To be called once, behind <see cref="MountFor"/>.</summary>
    /// <returns>What it says of the mount, in a line; null where it has ended.</returns>
    public string? WaitUntilReady() => _messages.ReadStage();

    /// <summary>Its exit status, for one that has ended before the mount was usable. What is left of the mount is taken away.</summary>
    /// <exception cref="OciFsException">Something ended it.</exception>
    public int ExitStatus()
    {
        lock (_gate)
        {
            TakeAway();
            return Handle.WaitForEnd(Timeout.InfiniteTimeSpan) is { IsExit: true, Status: var status }
                ? status
                : throw new OciFsException(OciFsError.Unavailable, $"the server ended before the mount was usable: {Handle.WaitForEnd(TimeSpan.Zero)}");
        }
    }

    /// <summary>
    /// Unmounts and ends it, and waits for that. For who ends this process next: whoever is about to mount waits from then on.
    /// </summary>
    public void End()
    {
        _gate.Enter();
        TakeAway();
        Handle.Signal(BackgroundInterop.SIGTERM);
        if (Handle.WaitForEnd(EndPatience) is null)
        {
            Handle.Signal(BackgroundInterop.SIGKILL);
            _ = Handle.WaitForEnd(EndPatience);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pipe.Dispose();
        Line.Dispose();
        Handle.Dispose();
    }

    private void TakeAway()
    {
        try
        {
            Mount?.Unmount(lazy: true);
        }
        catch (FuseMountException)
        {
            // It stays, and is dead: the next mount there takes it away.
        }
    }
}
