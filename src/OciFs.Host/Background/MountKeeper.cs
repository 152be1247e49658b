using System.Diagnostics;
using OciFs.Fuse.Mount;

namespace OciFs.Host.Background;

/// <summary>
/// Keeps a mount that another process serves, until its end: minds signals, unmounts, and tells what became of the server. What the server needs of rights and programs
/// for its mount is here; nothing here waits for the server, whatever it hangs in. One thread runs it.
/// </summary>
/// <param name="mount">What is kept.</param>
/// <param name="server">Who serves it.</param>
/// <param name="line">The line to the server.</param>
/// <param name="signals">Signals to this process.</param>
/// <param name="log">Told of what a user should know, a line each.</param>
internal sealed class MountKeeper(KeptMount mount, ServerHandle server, Lifeline line, KeeperSignals signals, Action<string> log)
{
    // How long those who use the mount have behind a signal, and then each harder way to end it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private Thread? _unmounting;
    private long _graceBegun;
    private int _step;
    private bool _hasEnded;

    /// <summary>Runs until the server has ended.</summary>
    /// <returns>Exit status: 0 where the mount was unmounted.</returns>
    public int Run()
    {
        Span<bool> ready = stackalloc bool[2];
        while (true)
        {
            var inTime = Waiting.ForInput([(int)line.Socket.DangerousGetHandle(), signals.Descriptor], ready, Left());
            if (ready[0] && !Take(line.Receive()))
            {
                return Status();
            }

            if (ready[1])
            {
                Mind(signals.Take());
            }

            if (!inTime && !Press())
            {
                log($"{mount.Path}: the server ({server.Pid}) hangs in the kernel and cannot be ended; the mount is taken away");
                return 1;
            }
        }
    }

    private TimeSpan Left()
    {
        var left = Grace - Stopwatch.GetElapsedTime(_graceBegun);
        return _unmounting is null ? Timeout.InfiniteTimeSpan : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private bool Take(ReceivedMessage? message)
    {
        switch (message?.Kind)
        {
            case LifelineMessage.Unmount:
                Stop();
                break;
            case LifelineMessage.Abort:
                Stop();
                Press();
                break;
            case LifelineMessage.Ended:
                _hasEnded = true;
                break;
        }

        return message is not null;
    }

    private void Mind(bool? isStop)
    {
        if (isStop is null)
        {
            line.Send(LifelineMessage.Reread);
        }
        else if (_unmounting is null)
        {
            Stop();
        }
        else
        {
            Press();
        }
    }

    private void Stop()
    {
        if (_unmounting is null)
        {
            _graceBegun = Stopwatch.GetTimestamp();
            _unmounting = new Thread(Unmount) { IsBackground = true, Name = "ocifs unmount" };
            _unmounting.Start();
        }
    }

    // On a thread of its own: a helper, or the kernel, may take its time.
    private void Unmount()
    {
        try
        {
            if (mount.Control.Unmount(lazy: false) is UnmountResult.Busy)
            {
                var holders = mount.Control.Find() is { } entry ? MountHolders.Describe(entry) : null;
                mount.Control.Unmount(lazy: true);
                log($"{mount.Path}: in use by {holders ?? "processes that only root sees"}: taken away; what is open stays readable for {Grace.TotalSeconds:0} s");
            }
        }
        catch (FuseMountException error)
        {
            log($"{mount.Path}: {error.Message}");
        }
    }

    // The next harder way to end it; false where there is none.
    private bool Press()
    {
        _graceBegun = Stopwatch.GetTimestamp();
        if (_step == 0 && mount.Control.TryAbort())
        {
            _step = 1;
            return true;
        }

        if (_step <= 1)
        {
            _step = 2;
            server.Signal(BackgroundInterop.SIGKILL);
            return true;
        }

        return false;
    }

    private int Status()
    {
        _unmounting?.Join(Grace);
        if (_hasEnded && !IsMounted())
        {
            return 0;
        }

        log($"{mount.Path}: {WhatBecame()}{(!IsMounted() ? string.Empty : mount.IsGuarded ? " (auto_unmount takes the mount away)" : " (the mount is dead: ocifs umount takes it away)")}");
        return 1;
    }

    private string WhatBecame() => _hasEnded ? "somebody has ended the connection"
        : _step == 2 ? $"the server ({server.Pid}) did not answer and was killed"
        : $"the server ({server.Pid}) has died: {server.WaitForEnd(Grace)?.ToString() ?? "it still ends"}";

    private bool IsMounted()
    {
        try
        {
            return mount.Control.Find() is not null;
        }
        catch (FuseMountException)
        {
            return false;
        }
    }
}

/// <summary>A mount that is kept.</summary>
/// <param name="Control">Ends it.</param>
/// <param name="IsGuarded">Whether a helper unmounts it when the server dies.</param>
internal sealed record KeptMount(MountControl Control, bool IsGuarded)
{
    /// <summary>Where it was mounted.</summary>
    public string Path => Control.Mountpoint;
}
