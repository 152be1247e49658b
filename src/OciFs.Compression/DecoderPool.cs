namespace OciFs.Compression;

/// <summary>
/// The few decoders that live for one stream, each standing where it was left: reading on from there costs nothing but the bytes.
/// Thread-safe; owns the decoders.
/// </summary>
internal sealed class DecoderPool(IByteSource source, SeekIndex index) : IDisposable
{
    /// <summary>Four sequential readers of one layer at once go on undisturbed; a decoder's buffers take about 300 KiB.</summary>
    public const int Most = 4;

    private readonly object _gate = new(); // A monitor: waiting needs one. Nothing else is locked within.
    private readonly LiveDecoder?[] _decoders = new LiveDecoder?[Most];
    private readonly bool _startsAnywhere = index.Format == CompressionFormat.None;
    private long _uses;

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
        lock (_gate)
        {
            point = index.PointBefore(start);
            var pointOutput = _startsAnywhere ? start : index.Points[point].Output;
            live = Passing(start) ?? Nearest(start, pointOutput);
            var goesOn = live is not null;
            live ??= Idle();
            if (live is null || live.IsBusy)
            {
                Monitor.Wait(_gate);
                return null;
            }

            live.IsBusy = true;
            live.From = goesOn ? live.Goal : pointOutput;
            live.Goal = end;
            live.LastUse = ++_uses;
            if (goesOn)
                return live;
        }

        Start(live, point, start);
        return live;
    }

    /// <summary>Gives a decoder back, standing where it stands.</summary>
    public void Return(LiveDecoder live)
    {
        lock (_gate)
        {
            live.IsBusy = false;
            live.Goal = live.Decoder.Position;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Gives a decoder back that failed: it is not used again.</summary>
    public void Discard(LiveDecoder live)
    {
        lock (_gate)
        {
            _decoders[Array.IndexOf(_decoders, live)] = null;
            Monitor.PulseAll(_gate);
        }

        live.Dispose();
    }

    /// <summary>Frees all decoders; none may be busy.</summary>
    public void Dispose()
    {
        foreach (var live in _decoders)
            live?.Dispose();
    }

    private void Start(LiveDecoder live, int point, long start)
    {
        try
        {
            live.Decoder.Start(point);
            live.Decoder.TrySeek(start);
        }
        catch
        {
            Discard(live);
            throw;
        }
    }

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

    /// <summary>A new decoder while there is room, else the one that was not used for longest; null if all are busy.</summary>
    private LiveDecoder? Idle()
    {
        var room = Array.IndexOf(_decoders, null);
        if (room >= 0)
            return _decoders[room] = new LiveDecoder(ResumableDecoder.Create(source, index));
        LiveDecoder? oldest = null;
        foreach (var live in _decoders)
        {
            if (!live!.IsBusy && live.LastUse < (oldest?.LastUse ?? long.MaxValue))
                oldest = live;
        }

        return oldest;
    }
}
