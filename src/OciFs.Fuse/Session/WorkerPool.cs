namespace OciFs.Fuse.Session;

/// <summary>
/// The threads of a session. As long as fewer than the limit exist, at least one waits for the next request: one that takes long, as where a
/// disk is slow, never holds up others. Idle ones beyond a second limit leave.
/// </summary>
/// <remarks>
/// <c>_idle</c> counts workers in, or on their way to, <see cref="Channel.Receive"/>; it changes without a lock, once a request each way.
/// <c>_lock</c> guards the set of workers and the sum of those that have left; it is taken only when that set changes or is read as
/// a whole.
/// </remarks>
internal sealed class WorkerPool
{
    private const int LeastWorkers = 2;

    private readonly Transport _transport;
    private readonly Dispatcher _dispatcher;
    private readonly ParkedRequests _parked;
    private readonly SessionOptions _options;
    private readonly Lock _lock = new();
    private readonly Worker?[] _workers;
    private readonly OperationCounters _departed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _idle;
    private volatile bool _closed;

    /// <summary>Makes a pool; no thread runs before <see cref="Start"/>.</summary>
    /// <param name="transport">The way to the kernel; disposed of by the last worker.</param>
    /// <param name="dispatcher">The requests' way to the filesystem.</param>
    /// <param name="options">Limits.</param>
    public WorkerPool(Transport transport, Dispatcher dispatcher, SessionOptions options)
    {
        _transport = transport;
        _options = options;
        _dispatcher = dispatcher;
        _parked = new ParkedRequests(transport, dispatcher, Responders);
        _workers = new Worker?[options.MaxWorkers];
    }

    /// <summary>Number of threads.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Starts the first threads.</summary>
    /// <returns>False when the system has none: the pool has ended then.</returns>
    public bool Start()
    {
        for (var i = 0; i < LeastWorkers; i++)
            Grow();
        if (Count > 0)
            return true;
        End();
        return false;
    }

    /// <summary>Completes when the last worker has left, which it does when the mount ends.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when the mount ends, though workers may still be at what they took before.</summary>
    public Task Closing => _closing.Task;

    /// <summary>Requests that wait, without a worker.</summary>
    public int Waiting => _parked.Count;

    /// <summary>What was answered so far, by all workers and those that left, at once or later.</summary>
    /// <returns>A new set.</returns>
    public OperationCounters Sum()
    {
        var sum = new OperationCounters();
        lock (_lock)
        {
            sum.Add(_departed);
            foreach (var worker in _workers)
            {
                if (worker is not null)
                    sum.Add(worker.Responder.Counters);
            }
        }
        _parked.AddTo(sum);
        return sum;
    }

    /// <summary>A worker has taken a request.</summary>
    /// <param name="mayTakeLong">Whether another one must be there to take the next.</param>
    public void Busy(bool mayTakeLong)
    {
        if (Interlocked.Decrement(ref _idle) <= 0 && mayTakeLong && !_closed)
            Grow();
    }

    /// <summary>A worker has answered.</summary>
    /// <param name="worker">The worker.</param>
    /// <returns>True when it must leave; it is disposed of then.</returns>
    public bool IdleOrLeave(Worker worker)
    {
        if (Interlocked.Increment(ref _idle) <= _options.MaxIdleWorkers)
            return false;
        lock (_lock)
        {
            if (_idle <= _options.MaxIdleWorkers)
                return false;
            Interlocked.Decrement(ref _idle);
            Remove(worker);
        }
        return true;
    }

    /// <summary>A worker has learnt that the mount has ended. It is disposed of.</summary>
    /// <param name="worker">The worker.</param>
    public void Closed(Worker worker)
    {
        _closed = true;
        _closing.TrySetResult();
        lock (_lock)
        {
            Remove(worker);
            if (_count > 0)
                return;
        }
        End();
    }

    /// <inheritdoc cref="ParkedRequests.Interrupt"/>
    public bool Interrupt(ulong unique) => _parked.Interrupt(unique);

    private void End()
    {
        _closing.TrySetResult();
        _parked.Close();
        _transport.Dispose();
        _ended.SetResult();
    }

    private IEnumerable<Responder> Responders()
    {
        foreach (var worker in _workers)
        {
            if (worker is not null)
                yield return worker.Responder;
        }
    }

    /// <summary>Starts another worker.</summary>
    /// <returns>False when there are as many as may be, or the system has no more.</returns>
    public bool Grow()
    {
        Exception? failure;
        lock (_lock)
        {
            if (TryGrow(out failure))
                return true;
        }
        // Not within the lock: whoever is told may ask for the counters.
        if (failure is not null)
            _options.OnError?.Invoke(failure);
        return false;
    }

    private bool TryGrow(out Exception? failure)
    {
        failure = null;
        var slot = Array.IndexOf(_workers, null);
        if (slot < 0 || _closed)
            return false;
        Worker? worker = null;
        try
        {
            var channel = _transport.OpenChannel();
            worker = new Worker(this, channel, new Responder(channel, _dispatcher, _parked));
            Volatile.Write(ref _workers[slot], worker);
            Interlocked.Increment(ref _idle);
            _count++;
            new Thread(worker.Run) { IsBackground = true, Name = $"fuse {slot}" }.Start();
            return true;
        }
        catch (Exception exception) when (exception is OutOfMemoryException or IOException)
        {
            failure = exception;
            if (worker is not null)
            {
                Interlocked.Decrement(ref _idle);
                Remove(worker);
            }
            return false;
        }
    }

    private void Remove(Worker worker)
    {
        _workers[Array.IndexOf(_workers, worker)] = null;
        _departed.Add(worker.Responder.Counters);
        worker.Dispose();
        _count--;
    }
}
