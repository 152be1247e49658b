using Microsoft.Win32.SafeHandles;

namespace OciFs.Fuse.Session;

/// <summary>The part of a session that serves what comes by io_uring: the transport, and the workers of its own.</summary>
internal sealed class RingServer
{
    // A second: a worker takes what has come as soon as it is free, and others are started when none is.
    private const int InterruptAttempts = 1000;

    private readonly RingTransport _transport;
    private readonly WorkerPool _pool;

    private RingServer(RingTransport transport, Dispatcher dispatcher, SessionOptions options)
    {
        _transport = transport;
        var most = Math.Min(options.MaxWorkers + transport.MostOwners, SessionOptions.MostWorkers);
        // A worker that left would take its entry along, and whoever asks at that moment would wait for ever.
        _pool = new WorkerPool(transport, dispatcher, options with { MaxWorkers = most, MaxIdleWorkers = most });
        transport.Grow = _pool.Grow;
    }

    /// <summary>Number of threads that serve.</summary>
    public int Count => _pool.Count;

    /// <summary>Makes and starts all that INIT's answer will promise, so that nothing can be missing afterwards.</summary>
    /// <param name="device">The mounted device; stays the caller's.</param>
    /// <param name="dispatcher">The requests' way to the filesystem.</param>
    /// <param name="options">Limits.</param>
    /// <param name="abort">Ends the connection: called when the ring fails.</param>
    /// <returns>The server, waiting for <see cref="Begin"/>; null when this system does not let us.</returns>
    public static RingServer? TryStart(SafeFileHandle device, Dispatcher dispatcher, SessionOptions options, Action abort)
    {
        if (RingTransport.TryCreate(device, options.MaxRequestBytes, options.MaxWorkers) is not { } transport)
            return null;
        transport.Failed = exception =>
        {
            options.OnError?.Invoke(exception);
            abort();
        };
        var server = new RingServer(transport, dispatcher, options);
        if (!server._pool.Start())
            return null;
        if (transport.TryStart())
            return server;
        transport.Close();
        return null;
    }

    /// <summary>INIT is answered: begins to take requests.</summary>
    public void Begin() => _transport.Begin();

    /// <summary>The mount has ended: the workers leave, and the last one frees all.</summary>
    public void Close() => _transport.Close();

    /// <summary>Cancels a request that came by the ring.</summary>
    /// <remarks>
    /// The kernel tells of an interrupt once, and cannot be asked to repeat it for a request of the ring. So one that has come, and that no
    /// worker has begun, is waited for.
    /// </remarks>
    /// <param name="unique">Its number.</param>
    /// <returns>False when no such request is known.</returns>
    public bool Interrupt(ulong unique)
    {
        for (var attempt = 0; attempt < InterruptAttempts && _transport.Has(unique); attempt++)
        {
            if (_pool.Interrupt(unique))
                return true;
            Thread.Sleep(1);
        }
        return false;
    }

    /// <inheritdoc cref="WorkerPool.Waiting"/>
    public int Waiting => _pool.Waiting;

    /// <summary>What all workers have answered.</summary>
    /// <returns>A new set.</returns>
    public OperationCounters Sum() => _pool.Sum();

    /// <inheritdoc cref="WorkerPool.Ended"/>
    public Task Ended => _pool.Ended;
}
