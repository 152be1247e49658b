namespace OciFs.Fuse.Session;

/// <summary>
/// The requests that wait for something, without a thread: each is asked again when that has ended, on a thread of the runtime's pool. A
/// program that waits can be interrupted; an unmount does not wait for it.
/// </summary>
/// <param name="transport">Opens the channels by which they are answered.</param>
/// <param name="dispatcher">The way to the filesystem.</param>
/// <param name="workers">Those that take requests from the kernel: an interrupt may find one of them about to park its request.</param>
internal sealed class ParkedRequests(Transport transport, Dispatcher dispatcher, Func<IEnumerable<Responder>> workers)
{
    private readonly object _lock = new(); // A monitor: the end waits in it.
    private readonly Dictionary<ulong, Parked> _parked = [];
    private readonly List<Responder> _responders = []; // As many as ever answered at once.
    private readonly Stack<Responder> _free = [];
    private bool _closed;

    /// <summary>Takes a request that waits.</summary>
    /// <param name="by">Who has it in hand, and no longer has it when this returns true.</param>
    /// <param name="request">The whole message; copied.</param>
    /// <param name="unique">Its number.</param>
    /// <param name="received">When it was received.</param>
    /// <param name="ready">What it waits for.</param>
    /// <returns>False when it was interrupted meanwhile: it is to be refused.</returns>
    public bool TryPark(Responder by, ReadOnlySpan<byte> request, ulong unique, long received, Task ready)
    {
        // Cancelled when it is interrupted: of programs that are interrupted and ask again, nothing stays with what they wait for.
        var wait = new CancellationTokenSource();
        var parked = new Parked(request.ToArray(), received, wait);
        var interrupted = wait.Token;
        lock (_lock)
        {
            if (by.Interrupted == unique)
                return false;
            by.Running = 0;
            if (_closed)
                return true;
            _parked.Add(unique, parked);
        }
        _ = ready.ContinueWith(_ => Settle(unique, isInterrupted: false), interrupted, TaskContinuationOptions.None, TaskScheduler.Default);
        return true;
    }

    /// <summary>Refuses a request that waits, or is about to.</summary>
    /// <param name="unique">Its number.</param>
    /// <returns>False when no such request is known.</returns>
    public bool Interrupt(ulong unique) => Settle(unique, isInterrupted: true);

    /// <summary>How many wait now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _parked.Count;
        }
    }

    /// <summary>Adds what was answered here.</summary>
    /// <param name="sum">The sum.</param>
    public void AddTo(OperationCounters sum)
    {
        lock (_lock)
        {
            foreach (var responder in _responders)
                sum.Add(responder.Counters);
        }
    }

    /// <summary>The mount has ended: drops what waits, and waits for what is being answered.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _parked.Clear();
            while (_free.Count < _responders.Count)
                Monitor.Wait(_lock);
            while (_free.TryPop(out var responder))
                responder.Dispose();
        }
    }

    /// <summary>Answers or refuses a request that waits. In one step with the look for it, or an interrupt could fall between.</summary>
    private bool Settle(ulong unique, bool isInterrupted)
    {
        Parked parked;
        Responder responder;
        lock (_lock)
        {
            if (!_parked.ContainsKey(unique))
                return isInterrupted && TryMark(unique);
            responder = Borrow();
            _parked.Remove(unique, out parked);
            if (!isInterrupted)
                responder.Running = unique;
        }
        try
        {
            if (isInterrupted)
            {
                parked.Wait.Cancel();
                responder.Refuse(parked.Request, parked.Received);
            }
            else
            {
                responder.Answer(parked.Request, unique, parked.Received);
            }
        }
        catch (Exception exception)
        {
            dispatcher.Options.OnError?.Invoke(exception);
        }
        lock (_lock)
        {
            _free.Push(responder);
            Monitor.PulseAll(_lock);
        }
        return true;
    }

    private Responder Borrow()
    {
        if (_free.TryPop(out var free))
            return free;
        var responder = new Responder(transport.OpenReplyChannel(), dispatcher, this);
        _responders.Add(responder);
        return responder;
    }

    private bool TryMark(ulong unique)
    {
        foreach (var responder in workers().Concat(_responders))
        {
            if (responder.Running == unique)
            {
                responder.Interrupted = unique;
                return true;
            }
        }
        return false;
    }

    /// <summary>A request that waits.</summary>
    /// <param name="Request">The whole message.</param>
    /// <param name="Received">When it was received.</param>
    /// <param name="Wait">Ends the wait when it is cancelled.</param>
    private readonly record struct Parked(byte[] Request, long Received, CancellationTokenSource Wait);
}
