using OciFs.Fuse.Mount;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>A filesystem that is mounted and served, from the mount to its end.</summary>
/// <remarks>
/// Owns the device and the threads; all are freed when the mount ends, by whomever it is unmounted. Disposing unmounts. The filesystem
/// stays the caller's and must live until <see cref="WaitForExit(TimeSpan)"/> is true.
/// </remarks>
public sealed class FuseSession : IDisposable
{
    private readonly MountedDevice _mount;
    private readonly SessionOptions _options;
    private readonly Dispatcher _dispatcher;
    private readonly DeviceTransport _transport;
    private readonly WorkerPool _pool;
    private readonly OperationCounters _first = new();
    private RingServer? _ring;

    private FuseSession(MountedDevice mount, FuseFileSystem fileSystem, SessionOptions options, bool mayUseRing)
    {
        _mount = mount;
        _options = options;
        _dispatcher = new Dispatcher(fileSystem, options, Interrupt) { PrepareRing = () => mayUseRing && PrepareRing() };
        _transport = new DeviceTransport(mount.Device, options.MaxRequestBytes + WireLimits.PageSize, options.OnError);
        _pool = new WorkerPool(_transport, _dispatcher, options);
        Notifier = new FuseNotifier(_transport, _dispatcher);
    }

    /// <summary>The mountpoint, absolute and without symbolic links.</summary>
    public string Mountpoint => _mount.Path;

    /// <summary>Drops what the kernel has cached.</summary>
    public FuseNotifier Notifier { get; }

    /// <summary>The protocol version in use: 7 and this.</summary>
    public int ProtocolMinor => (int)_dispatcher.Connection.Minor;

    /// <summary>Whether requests come by io_uring: where the kernel offers it, and the system lets us.</summary>
    public bool IsOverRing => _dispatcher.Connection.Has(FuseInitFlags.FUSE_OVER_IO_URING);

    /// <summary>Number of threads that serve at the moment.</summary>
    public int WorkerCount => _pool.Count + (_ring?.Count ?? 0);

    /// <summary>Mounts a filesystem and begins to serve it.</summary>
    /// <param name="fileSystem">The filesystem.</param>
    /// <param name="mountpoint">A directory.</param>
    /// <param name="mount">How to mount.</param>
    /// <param name="options">How to serve.</param>
    /// <returns>The session, usable at once.</returns>
    /// <exception cref="FuseMountException">It could not be mounted; nothing is left behind.</exception>
    public static FuseSession Start(FuseFileSystem fileSystem, string mountpoint, MountOptions mount, SessionOptions options) =>
        Start(fileSystem, MountedDevice.Open(mountpoint, mount), options);

    /// <summary>Begins to serve a filesystem to what is mounted already.</summary>
    /// <param name="fileSystem">The filesystem.</param>
    /// <param name="mount">The mounted device; owned, also when this fails.</param>
    /// <param name="options">How to serve.</param>
    /// <returns>The session, usable at once.</returns>
    /// <exception cref="FuseMountException">The kernel does not talk, or the system has no threads; it is unmounted then.</exception>
    public static FuseSession Start(FuseFileSystem fileSystem, MountedDevice mount, SessionOptions options)
    {
        // When a server over io_uring dies, its connection ends some milliseconds later: fusermount3 looks before that, and lets it be.
        var session = new FuseSession(mount, fileSystem, options, mayUseRing: !mount.IsGuarded);
        try
        {
            session.Begin();
        }
        catch
        {
            session.Dispose();
            throw;
        }
        return session;
    }

    /// <summary>What was answered since the start; for a status file, not exact to the moment.</summary>
    /// <returns>The numbers of now.</returns>
    public SessionCounts Counters()
    {
        var sum = _pool.Sum();
        sum.Add(_first);
        if (_ring is not null)
            sum.Add(_ring.Sum());
        return sum.ToCounts(_pool.Waiting + (_ring?.Waiting ?? 0));
    }

    /// <summary>Unmounts.</summary>
    /// <param name="lazy">Whether to take the mount from the tree at once and go on serving what is still open.</param>
    /// <returns>The outcome; after <see cref="UnmountResult.Done"/> the threads end when the last user is gone.</returns>
    /// <exception cref="FuseMountException">It could not be unmounted.</exception>
    public UnmountResult Unmount(bool lazy) => _mount.Control.Unmount(lazy);

    /// <summary>Waits for the end of the mount, but not for what is still being answered then.</summary>
    public void WaitForClose() => _pool.Closing.Wait();

    /// <summary>Waits for the end of the mount.</summary>
    public void WaitForExit() => WaitForExit(Timeout.InfiniteTimeSpan);

    /// <summary>Waits for the end of the mount.</summary>
    /// <param name="timeout">How long at most.</param>
    /// <returns>Whether it has ended and everything is freed.</returns>
    public bool WaitForExit(TimeSpan timeout) => Task.WhenAll(_pool.Ended, _ring?.Ended ?? Task.CompletedTask).Wait(timeout);

    /// <summary>Ends the connection under whoever uses it: they get errors. The mount stays until unmounted.</summary>
    /// <returns>False when the kernel offers no way to (no <c>/sys/fs/fuse/connections</c>, or no right to it).</returns>
    public bool Abort() => _mount.Control.TryAbort();

    /// <summary>
    /// Unmounts, lazily if it is in use, and waits for the end: <see cref="SessionOptions.ExitGrace"/> at most, then aborts. Only if that
    /// is not possible either do threads remain, until the last user is gone or the process ends.
    /// </summary>
    public void Dispose()
    {
        if (!WaitForExit(TimeSpan.Zero))
            End();
        _mount.Dispose();
    }

    private void Begin()
    {
        _ = _pool.Ended.ContinueWith(_ => _ring?.Close(), TaskScheduler.Default);
        var isServed = false;
        try
        {
            ShakeHands();
        }
        finally
        {
            // Also after a failure: the workers take notice of the end.
            isServed = _pool.Start();
        }
        if (!isServed)
        {
            Unmount(lazy: true);
            throw new FuseMountException(FuseMountError.Refused, "the system has no more threads");
        }
        _ring?.Begin();
    }

    /// <summary>Answers INIT, the first request, before there are workers: what it agrees upon decides which.</summary>
    private void ShakeHands()
    {
        using var channel = _transport.OpenChannel();
        var deferral = new Deferral();
        while (!_dispatcher.Handshake.IsCompleted)
        {
            if (!channel.Receive(out var request))
                throw new FuseMountException(FuseMountError.Refused, "the kernel did not begin to talk after the mount");
            var length = _dispatcher.Process(request, channel.ReplyBuffer, _first, deferral);
            if (length > 0)
                channel.Reply(length);
            if (!_dispatcher.Handshake.IsCompleted && _first.ToList().Any(count => count.Errors > 0))
                throw new FuseMountException(FuseMountError.Refused, "the first request of the kernel could not be answered");
        }
        _dispatcher.Handshake.GetAwaiter().GetResult();
    }

    private bool PrepareRing()
    {
        _ring ??= RingServer.TryStart(_mount.Device, _dispatcher, _options, () => Abort());
        return _ring is not null;
    }

    private bool Interrupt(ulong unique) => _pool.Interrupt(unique) || _ring?.Interrupt(unique) == true;

    private void End()
    {
        try
        {
            if (Unmount(lazy: false) == UnmountResult.Busy)
                Unmount(lazy: true);
        }
        catch (FuseMountException exception)
        {
            _options.OnError?.Invoke(exception);
        }
        if (!WaitForExit(_options.ExitGrace) && Abort())
            WaitForExit(_options.ExitGrace);
    }
}
