namespace OciFs.Layers;

/// <summary>
/// Bounds the reads that are under way in a blob, and in all blobs of a store: a source that does not answer keeps those threads and no others. Who finds no
/// place is told when to ask again, and waits without a thread. Any thread.
/// </summary>
/// <param name="most">Reads at once.</param>
/// <param name="all">The places of all blobs, of which each read takes one too; null for none.</param>
internal sealed class ReadPlaces(int most, ReadPlaces? all = null)
{
    // Groups of those who wait: a place that is free wakes one group, so that not all of a thousand come for it, and what is kept of those who
    // were interrupted and ask again does not grow.
    private const int Groups = 64;

    // One who was woken may have been interrupted: then the place is offered to the next.
    private static readonly TimeSpan OfferedAgain = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource?[] _groups = new TaskCompletionSource?[Groups];
    private int _taken;
    private volatile int _waiting; // Groups with somebody in them.
    private int _nextIn; // Under the gate, as those below.
    private int _nextOut;
    private bool _isOffering;

    /// <summary>Reads under way.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a place, to be given back by <see cref="Leave"/>.</summary>
    /// <exception cref="NotReadyException">There is none.</exception>
    public void Enter()
    {
        TakeOwn();
        try
        {
            all?.Enter();
        }
        catch
        {
            LeaveOwn();
            throw;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        all?.Leave();
        LeaveOwn();
    }

    private void TakeOwn()
    {
        if (Interlocked.Increment(ref _taken) > most)
        {
            Interlocked.Decrement(ref _taken);
            throw new NotReadyException(Wait());
        }
    }

    private void LeaveOwn()
    {
        Interlocked.Decrement(ref _taken);
        if (_waiting > 0)
        {
            lock (_gate)
            {
                Wake();
            }
        }
    }

    private Task Wait()
    {
        lock (_gate)
        {
            ref var group = ref _groups[_nextIn];
            _nextIn = (_nextIn + 1) % Groups;
            if (group is null)
            {
                group = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting++;
            }

            var ready = group.Task;
            Interlocked.MemoryBarrier(); // Either this sees that a place has become free, or who left it sees that somebody waits.
            if (Taken < most)
            {
                Wake();
            }

            return ready;
        }
    }

    private void Wake()
    {
        while (_waiting > 0)
        {
            ref var group = ref _groups[_nextOut];
            _nextOut = (_nextOut + 1) % Groups;
            if (group is null)
            {
                continue;
            }

            group.SetResult();
            group = null;
            _waiting--;
            break;
        }

        if (_waiting > 0 && !_isOffering)
        {
            _isOffering = true;
            _ = Task.Delay(OfferedAgain).ContinueWith(_ => Offer(), TaskScheduler.Default);
        }
    }

    private void Offer()
    {
        lock (_gate)
        {
            _isOffering = false;
            if (Taken < most)
            {
                Wake();
            }
        }
    }
}
