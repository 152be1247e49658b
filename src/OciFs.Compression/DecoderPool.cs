namespace OciFs.Compression;

/// <summary>
/// The few decoders that live for one stream, each standing where it was left: reading on from there costs nothing but the bytes. What they and those of all
/// other streams take together is bounded by <see cref="DecoderBudget"/>. Thread-safe; owns the decoders.
/// </summary>
internal sealed class DecoderPool(IByteSource source, SeekIndex index, DecoderBudget budget) : IDisposable
{
    /// <summary>Four sequential readers of one layer at once go on undisturbed.</summary>
    public const int Most = 4;

    private readonly object _gate = new(); // A monitor: waiting needs one. The budget's lock alone is taken within.
    private readonly LiveDecoder?[] _decoders = new LiveDecoder?[Most];
    private readonly bool _startsAnywhere = index.Format == CompressionFormat.None;
    private long _mostBytes; // What one was seen to take.
    private bool _isLarge; // Some frame has a larger window than decoders have as a rule.

    /// <summary>
    /// Takes the decoder from which <paramref name="start"/> is reached soonest and has it stand at or before it. If one that is
    /// busy will come by, or all are busy, waits for a change instead.
    /// </summary>
    /// <param name="start">Where the wanted block begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The decoder, to be given back; null after waiting: look whether the block is there now.</returns>
    public LiveDecoder? Take(long start, long end)
    {
        LiveDecoder? live;
        int point;
        int? noRoom = null;
        lock (_gate)
        {
            DropRetired();
            point = index.PointBefore(start);
            var pointOutput = _startsAnywhere ? start : index.Points[point].Output;
            live = Passing(start) ?? Nearest(start, pointOutput);
            var goesOn = live is not null;
            if (!(goesOn ? TryTake(live) : TryTakeAnother(out live, out noRoom)))
            {
                live = null;
            }
            else
            {
                live!.From = goesOn ? live.Goal : pointOutput;
                live.Goal = end;
                live.LastUse = budget.NextUse();
                if (goesOn)
                    return live;
            }
        }

        if (noRoom is { } changes)
            budget.WaitForRoom(changes);
        return live is not null && TryStart(live, point, start) ? live : null;
    }

    /// <summary>Gives a decoder back, standing where it stands.</summary>
    public void Return(LiveDecoder live)
    {
        lock (_gate)
        {
            live.Goal = live.Decoder.Position;
            budget.Returned(live);
            _mostBytes = Math.Max(live.Charged, _mostBytes);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Gives a decoder back that failed: it is not used again.</summary>
    public void Discard(LiveDecoder live)
    {
        lock (_gate)
        {
            _decoders[Array.IndexOf(_decoders, live)] = null;
            budget.Remove(live);
            Monitor.PulseAll(_gate);
        }

        live.Dispose();
    }

    /// <summary>Whether a decoder met a window larger than it may have, and another may: see <see cref="Enlarge"/>. Changes nothing: filters ask it.</summary>
    public static bool IsTooSmall(LiveDecoder live, CompressedDataException error) =>
        error.WantsLargerWindow && live.Decoder.WindowLog != Zstd.ZstdFormat.MaxWindowLog;

    /// <summary>Discards a decoder that <see cref="IsTooSmall"/>; those that follow may have the largest window, one at a time.</summary>
    public void Enlarge(LiveDecoder live)
    {
        lock (_gate)
        {
            _isLarge = true;
        }

        Discard(live);
    }

    /// <summary>Frees all decoders; none may be busy.</summary>
    public void Dispose()
    {
        foreach (var live in _decoders)
        {
            if (live?.TryRetire() is not true)
                continue; // Who retired it frees it.
            budget.Remove(live);
            live.Dispose();
        }
    }

    private long BytesOfOne => _mostBytes > 0 ? _mostBytes : ResumableDecoder.BytesAtFirst(index, budget.WindowLog);

    private bool TryStart(LiveDecoder live, int point, long start)
    {
        try
        {
            live.Decoder.Start(point);
            live.Decoder.TrySeek(start);
            return true;
        }
        catch (CompressedDataException error) when (IsTooSmall(live, error))
        {
            Enlarge(live);
            return false;
        }
        catch
        {
            Discard(live);
            throw;
        }
    }

    private void DropRetired()
    {
        foreach (ref var live in _decoders.AsSpan())
        {
            if (live is { IsRetired: true })
                live = null;
        }
    }

    /// <summary>Takes one; where another thread has it, or all where it may be any, waits for a change.</summary>
    /// <remarks>
    /// Only for what is busy: that is given back under this lock, and wakes those who wait. One may be retired at any moment, which wakes nobody here.
    /// </remarks>
    private bool TryTake(LiveDecoder? live)
    {
        if (live?.TryTake() is true)
            return true;
        if (live is null ? Array.Exists(_decoders, one => one is { IsBusy: true }) : live.IsBusy)
            Monitor.Wait(_gate);
        return false;
    }

    /// <summary>Takes one that stands elsewhere: a new one while there is room, else the stream's own that was not used for longest.</summary>
    /// <param name="live">The decoder.</param>
    /// <param name="noRoom">Where none was taken and that depends on other streams, what to wait for.</param>
    private bool TryTakeAnother(out LiveDecoder? live, out int? noRoom)
    {
        noRoom = null;
        live = null;
        var place = Array.IndexOf(_decoders, null);
        if (place >= 0 && MayHaveMore())
        {
            _decoders[place] = live = budget.TryAdd(BytesOfOne, Make, _isLarge, out var changes);
            if (live is not null)
                return true;
            noRoom = changes;
        }

        live = OldestIdle();
        if (live is null && noRoom is not null)
            return false;
        if (!TryTake(live))
            return false;
        noRoom = null;
        return true;
    }

    private bool MayHaveMore()
    {
        var count = _decoders.Length - _decoders.AsSpan().Count((LiveDecoder?)null);
        return count == 0 || (!_isLarge && (count + 1) * BytesOfOne <= budget.StreamCapacity);
    }

    private LiveDecoder Make(long bytes) =>
        new(ResumableDecoder.Create(source, index, _isLarge ? Zstd.ZstdFormat.MaxWindowLog : budget.WindowLog), bytes);

    /// <summary>The decoder that stands, or will stand, nearest before <paramref name="start"/> and not before the point.</summary>
    private LiveDecoder? Nearest(long start, long pointOutput)
    {
        LiveDecoder? nearest = null;
        foreach (var live in _decoders)
        {
            if (live is null || live.Goal > start || live.Goal < (nearest?.Goal ?? pointOutput))
                continue;
            if (nearest is null || live.Goal > nearest.Goal || !live.IsBusy)
                nearest = live;
        }

        return nearest;
    }

    /// <summary>A busy decoder that has the wanted block on its way.</summary>
    private LiveDecoder? Passing(long start)
    {
        foreach (var live in _decoders)
        {
            if (live is { IsBusy: true } && live.From <= start && start < live.Goal)
                return live;
        }

        return null;
    }

    private LiveDecoder? OldestIdle()
    {
        LiveDecoder? oldest = null;
        foreach (var live in _decoders)
        {
            if (live is { IsIdle: true } && live.LastUse < (oldest?.LastUse ?? long.MaxValue))
                oldest = live;
        }

        return oldest;
    }
}
