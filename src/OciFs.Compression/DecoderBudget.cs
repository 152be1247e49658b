namespace OciFs.Compression;

/// <summary>
/// Bounds the memory of all decoders that live, of any number of streams. Where a decoder is to live and there is no room, the one that was not used for
/// longest goes, whosever it is. Thread-safe.
/// </summary>
/// <remarks>
/// Its lock is the last that is taken: nothing is locked within. A decoder is busy, idle or retired; who takes one and who retires it settle that between
/// themselves (<see cref="LiveDecoder.TryTake"/>, <see cref="LiveDecoder.TryRetire"/>), so that no stream's lock is needed to free another's decoder.
/// </remarks>
/// <param name="capacity">Bound in bytes; one decoder lives whatever it takes.</param>
internal sealed class DecoderBudget(long capacity)
{
    /// <summary>
    /// Decoders of the largest ordinary window that have room at least: each takes its window about twice, once in libzstd, once as what a seek point has of it.
    /// </summary>
    private const int LeastOrdinary = 3;

    private readonly object _gate = new(); // A monitor: those who wait for room wait on it.
    // What zstd has where nobody says more, 2 MiB, is ordinary: or one source that does not answer would hold up all others.
    private const int LeastWindowLog = 21;

    private readonly List<LiveDecoder> _living = [];
    private LiveDecoder? _large;
    private long _used;
    private long _uses;
    private int _changes;

    /// <summary>The bound, in bytes.</summary>
    public long Capacity => capacity;

    /// <summary>Memory of the decoders that live, in bytes.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Log2 of the largest zstd window of a decoder that is one of many; one of a larger window lives alone of its kind.</summary>
    public int WindowLog { get; } = Math.Clamp(
        System.Numerics.BitOperations.Log2((ulong)Math.Max(1, capacity / (2 * LeastOrdinary))), LeastWindowLog, Zstd.ZstdFormat.MaxWindowLog);

    /// <summary>What one stream may have of it, in bytes: a stream whose source does not answer must not hold what others need.</summary>
    public long StreamCapacity => capacity / 4;

    /// <summary>Makes room for one decoder more, which is busy at first.</summary>
    /// <param name="bytes">What it will take, about.</param>
    /// <param name="make">Makes it.</param>
    /// <param name="isLarge">Whether it may be the only one of its kind. It is counted, but what ordinary ones need is not taken from them.</param>
    /// <param name="changes">What to pass to <see cref="WaitForRoom"/> where there is none.</param>
    /// <returns>Null: there is no room while those live that are busy.</returns>
    public LiveDecoder? TryAdd(long bytes, Func<long, LiveDecoder> make, bool isLarge, out int changes)
    {
        var retired = new List<LiveDecoder>();
        try
        {
            lock (_gate)
            {
                var hasRoom = isLarge ? TryRetireLarge(retired) : TryMakeRoom(bytes, retired);
                changes = _changes; // What this retired itself was not enough.
                if (!hasRoom)
                    return null;
                var made = make(bytes);
                _living.Add(made);
                _used += bytes;
                _large = isLarge ? made : _large;
                return made;
            }
        }
        finally
        {
            retired.ForEach(decoder => decoder.Dispose());
        }
    }

    /// <summary>Waits until something has changed since <see cref="TryAdd"/> found no room.</summary>
    public void WaitForRoom(int changes)
    {
        lock (_gate)
        {
            while (_changes == changes)
                Monitor.Wait(_gate);
        }
    }

    /// <summary>The number of a use: those that were not used for longest have the least.</summary>
    public long NextUse() => Interlocked.Increment(ref _uses);

    /// <summary>A decoder that was busy is idle now: what it takes is counted anew.</summary>
    public void Returned(LiveDecoder live)
    {
        List<LiveDecoder>? retired = null;
        lock (_gate)
        {
            var bytes = live.Bytes;
            _used += bytes - live.Charged;
            live.Charged = bytes;

            // While it is busy: one that is too large by itself stays until another one wants its room.
            if (Ordinary > capacity)
                _ = TryMakeRoom(0, retired = []);
            live.Release();
            Change();
        }

        retired?.ForEach(decoder => decoder.Dispose());
    }

    /// <summary>A decoder is no more; whoever calls this disposes it.</summary>
    public void Remove(LiveDecoder live)
    {
        lock (_gate)
        {
            Forget(live);
            Change();
        }
    }

    // The large one goes first: it takes what many others could use.
    private bool TryMakeRoom(long bytes, List<LiveDecoder> retired)
    {
        if (_used + bytes > capacity)
            _ = TryRetireLarge(retired);
        while (Ordinary + bytes > capacity && OldestIdle() is { } oldest)
        {
            if (oldest.TryRetire())
                Retire(oldest, retired);
        }

        return Ordinary + bytes <= capacity || Ordinary == 0;
    }

    private long Ordinary => _used - (_large?.Charged ?? 0);

    private bool TryRetireLarge(List<LiveDecoder> retired)
    {
        if (_large is null)
            return true;
        if (!_large.TryRetire())
            return false;
        Retire(_large, retired);
        return true;
    }

    // It may make more room than is asked for, which others wait for.
    private void Retire(LiveDecoder live, List<LiveDecoder> retired)
    {
        Forget(live);
        retired.Add(live);
        Change();
    }

    private void Forget(LiveDecoder live)
    {
        if (!_living.Remove(live))
            return;
        _used -= live.Charged;
        if (_large == live)
            _large = null;
    }

    private LiveDecoder? OldestIdle()
    {
        LiveDecoder? oldest = null;
        foreach (var live in _living)
        {
            if (live != _large && live.IsIdle && live.LastUse < (oldest?.LastUse ?? long.MaxValue))
                oldest = live;
        }

        return oldest;
    }

    private void Change()
    {
        _changes++;
        Monitor.PulseAll(_gate);
    }
}
