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
/// <param name="manager">Told how it goes.</param>
/// <param name="log">Told of what a user should know, a line each.</param>
internal sealed class MountKeeper(KeptMount mount, ServerHandle server, Lifeline line, KeeperSignals signals, ServiceManager manager, Action<string> log)
{
    // How long those who use the mount have behind a signal, and then each harder way to end it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly long _begun = Stopwatch.GetTimestamp();
    private TimeSpan? _nextPress, _nextPing;
    private Thread? _unmounting;
    private int _step;
    private bool _hasEnded;

    private TimeSpan Now => Stopwatch.GetElapsedTime(_begun);

    /// <summary>Runs until the server has ended.</summary>
    /// <returns>Exit status: 0 where the mount was unmounted.</returns>
    public int Run()
    {
        manager.Ready(mount.Text);
        _nextPing = manager.Interval;
        Span<bool> ready = stackalloc bool[2];
        while (true)
        {
            _ = Waiting.ForInput([(int)line.Socket.DangerousGetHandle(), signals.Descriptor], ready, Left());
            if (ready[0] && !Take(line.Receive()))
            {
                return Status();
            }

            if (ready[1])
            {
                Mind(signals.Take());
            }

            Ping();
            if (Now >= _nextPress && !Press())
            {
                log($"{mount.Path}: the server ({server.Pid}) hangs in the kernel and cannot be ended; nobody waits for it any more");
                return 1;
            }
        }
    }

    private TimeSpan Left()
    {
        var next = _nextPress is null || _nextPing < _nextPress ? _nextPing : _nextPress;
        return next is null ? Timeout.InfiniteTimeSpan : next > Now ? next.Value - Now : TimeSpan.Zero;
    }

    // A server that hangs does not answer: then the manager hears nothing and does what it was told to do.
    private void Ping()
    {
        if (Now >= _nextPing)
        {
            _nextPing = Now + manager.Interval;
            line.Send(LifelineMessage.Ping);
        }
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
            case LifelineMessage.Alive:
                manager.Alive();
                break;
            case LifelineMessage.Reread:
                manager.Ready(mount.Text);
                break;
            case LifelineMessage.Ended:
                // What it has left to do takes no longer.
                // Its connection's number may be another's by now: nothing is aborted any more.
                _hasEnded = true;
                _step = Math.Max(_step, 1);
                _nextPress ??= Now + Grace;
                break;
        }

        message?.Close();
        return message is not null;
    }

    private void Mind(KeeperSignal? signal)
    {
        if (signal is KeeperSignal.Reread)
        {
            manager.Reloading();
            line.Send(LifelineMessage.Reread);
        }
        else if (signal is KeeperSignal.Stop && _unmounting is null)
        {
            Stop();
        }
        else if (signal is KeeperSignal.Stop)
        {
            Press();
        }
    }

    private void Stop()
    {
        if (_unmounting is null && !_hasEnded)
        {
            _nextPress = Now + Grace;
            manager.Stopping();
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
                var told = $"in use by {holders ?? "processes that only root sees"}: taken away, and what is open stays readable for {Grace.TotalSeconds:0} s more";
                log($"{mount.Path}: {told}");
                manager.Status(told);
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
        _nextPress = Now + Grace;
        if (_step == 0 && mount.Control.TryAbort())
        {
            _step = 1;
            log($"{mount.Path}: what was still open has been closed");
            return true;
        }

        if (_step <= 1)
        {
            _step = 2;
            log($"{mount.Path}: the server ({server.Pid}) does not end, and is killed");
            server.Signal(BackgroundInterop.SIGKILL);
            return true;
        }

        return false;
    }

    private int Status()
    {
        _unmounting?.Join(Grace);
        var isMounted = IsMounted();
        if (!isMounted && (_hasEnded || _step > 0))
        {
            return 0;
        }

        var what = _hasEnded ? "somebody has ended the connection" : $"the server ({server.Pid}) has died: {server.WaitForEnd(Grace)?.ToString() ?? "it still ends"}";
        var left = !isMounted ? string.Empty
            : mount.IsGuarded ? " (auto_unmount takes the mount away)"
            : " (the mount is dead: ocifs umount takes it away)";
        log($"{mount.Path}: {what}{left}");
        return 1;
    }

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
/// <param name="Text">What the server says of it, in a line.</param>
internal sealed record KeptMount(MountControl Control, bool IsGuarded, string Text)
{
    /// <summary>Where it was mounted.</summary>
    public string Path => Control.Mountpoint;
}
