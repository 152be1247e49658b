using OciFs.Fuse.Mount;

namespace OciFs.Fuse.Session;

/// <summary>A filesystem that is mounted and served, from the mount to its end.</summary>
/// <remarks>
/// Owns the device and the threads; all are freed when the mount ends, by whomever it is unmounted. Disposing unmounts. The filesystem
/// stays the caller's and must live until <see cref="WaitForExit(TimeSpan)"/> is true.
/// </remarks>
public sealed class FuseSession : IDisposable
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly MountedDevice _mount;
    private readonly WorkerPool _pool;
    private readonly SessionOptions _options;

    private FuseSession(MountedDevice mount, FuseFileSystem fileSystem, SessionOptions options)
    {
        var transport = new DeviceTransport(mount.Device, options.MaxRequestBytes + Wire.WireLimits.PageSize, options.OnError);
        _mount = mount;
        _options = options;
        _pool = new WorkerPool(transport, fileSystem, options);
        Notifier = new FuseNotifier(transport, _pool.Dispatcher);
    }

    /// <summary>The mountpoint, absolute and without symbolic links.</summary>
    public string Mountpoint => _mount.Path;

    /// <summary>Drops what the kernel has cached.</summary>
    public FuseNotifier Notifier { get; }

    /// <summary>The protocol version in use: 7 and this.</summary>
    public int ProtocolMinor => (int)_pool.Dispatcher.Connection.Minor;

    /// <summary>Number of threads that serve at the moment.</summary>
    public int WorkerCount => _pool.Count;

    /// <summary>Mounts a filesystem and begins to serve it.</summary>
    /// <param name="fileSystem">The filesystem.</param>
    /// <param name="mountpoint">A directory.</param>
    /// <param name="mount">How to mount.</param>
    /// <param name="options">How to serve.</param>
    /// <returns>The session, usable at once.</returns>
    /// <exception cref="FuseMountException">It could not be mounted; nothing is left behind.</exception>
    public static FuseSession Start(FuseFileSystem fileSystem, string mountpoint, MountOptions mount, SessionOptions options)
    {
        var session = new FuseSession(FuseMount.Open(mountpoint, mount), fileSystem, options);
        try
        {
            session._pool.Start();
            if (!session._pool.Dispatcher.Handshake.Wait(HandshakeTimeout))
                throw new FuseMountException(FuseMountError.Refused, "the kernel did not begin to talk after the mount");
        }
        catch (AggregateException exception) when (exception.InnerException is FuseMountException inner)
        {
            session.Dispose();
            throw new FuseMountException(inner.Kind, inner.Message);
        }
        catch
        {
            session.Dispose();
            throw;
        }
        return session;
    }

    /// <summary>Requests and errors by operation since the start; for a status file, not exact to the moment.</summary>
    /// <returns>The operations that were asked for.</returns>
    public IReadOnlyList<OperationCount> Counters() => _pool.Sum().ToList();

    /// <summary>Unmounts.</summary>
    /// <param name="lazy">Whether to take the mount from the tree at once and go on serving what is still open.</param>
    /// <returns>The outcome; after <see cref="UnmountResult.Done"/> the threads end when the last user is gone.</returns>
    /// <exception cref="FuseMountException">It could not be unmounted.</exception>
    public UnmountResult Unmount(bool lazy) => FuseMount.Unmount(Mountpoint, lazy);

    /// <summary>Waits for the end of the mount.</summary>
    public void WaitForExit() => WaitForExit(Timeout.InfiniteTimeSpan);

    /// <summary>Waits for the end of the mount.</summary>
    /// <param name="timeout">How long at most.</param>
    /// <returns>Whether it has ended and everything is freed.</returns>
    public bool WaitForExit(TimeSpan timeout) => _pool.WaitForEnd(timeout);

    /// <summary>Ends the connection under whoever uses it: they get errors. The mount stays until unmounted.</summary>
    /// <returns>False when the kernel offers no way to (no <c>/sys/fs/fuse/connections</c>, or no right to it).</returns>
    public bool Abort() => _mount.TryAbort();

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
