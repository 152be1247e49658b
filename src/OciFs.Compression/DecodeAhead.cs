namespace OciFs.Compression;

/// <summary>
/// Sees who reads a stream forward, and has the spans that come next decoded on other cores, each from its own seek point. A stream
/// by itself is decoded by one core only. Thread-safe; in steady state nothing is allocated.
/// </summary>
/// <param name="index">The stream's points.</param>
/// <param name="decode">Brings a block into the cache, unless there is nothing to be had any more (false). Called by threads of the pool.</param>
internal sealed class DecodeAhead(SeekIndex index, Func<long, bool> decode)
{
    /// <summary>As many readers may go forward at once as decoders live: one more than <see cref="DecoderPool"/> can serve would gain nothing.</summary>
    private const int MostRuns = DecoderPool.Most;

    /// <summary>1 MiB read in one direction: before that most files have ended.</summary>
    private const int LeastRun = 8;

    /// <summary>What a reader may leave out: who reads files one after the other leaves out some.</summary>
    private const int MostSkipped = 2;

    /// <summary>2 MiB, four spans of gzip: two are being decoded while two are there.</summary>
    private const int BlocksAhead = 16;

    /// <summary>Of the decoders of a stream, one is left to those who read.</summary>
    private static readonly int MostAtOnce = Math.Min(Environment.ProcessorCount, DecoderPool.Most - 1);

    private readonly Lock _gate = new();
    private readonly Run[] _runs = new Run[MostRuns];
    private readonly Stack<Span> _free = new(MostAtOnce);
    private readonly long _blocks = (index.Length + BlockCache.BlockSize - 1) / BlockCache.BlockSize;
    private long _uses;
    private int _made;

    /// <summary>
    /// Whether anything is to be gained: a core to share the work with, and room for what nobody has read yet. Not with zstd, which is fast
    /// enough, and whose decoders take a window of memory each, up to 128 MiB.
    /// </summary>
    public static bool Pays(SeekIndex index, BlockCache cache) =>
        index.Format == CompressionFormat.Gzip && MostAtOnce > 1 && cache.Capacity >= 2L * BlocksAhead * BlockCache.BlockSize;

    /// <summary>Somebody reads a block.</summary>
    public void Note(long block)
    {
        lock (_gate)
        {
            ref var run = ref RunOf(block);
            run.LastUse = ++_uses;
            if (block <= run.Last)
                return;
            run.Last = block;
            if (++run.Length < LeastRun)
                return;
            if (run.Ahead <= block)
                run.Ahead = EndOfSpan(block);
            while (run.Ahead < Math.Min(block + BlocksAhead, _blocks) && TryTakeSpan(out var span))
            {
                span.First = run.Ahead;
                span.End = run.Ahead = EndOfSpan(run.Ahead);
                ThreadPool.UnsafeQueueUserWorkItem(span, preferLocal: false);
            }
        }
    }

    private void Decode(Span span)
    {
        for (var block = span.First; block < span.End && decode(block); block++)
        {
        }
        lock (_gate)
            _free.Push(span);
    }

    private bool TryTakeSpan(out Span span)
    {
        if (_free.TryPop(out span!))
            return true;
        if (_made == MostAtOnce)
            return false;
        _made++;
        span = new Span(this);
        return true;
    }

    /// <summary>The block behind the last one that begins between the point before <paramref name="block"/> and the next, or earlier.</summary>
    private long EndOfSpan(long block)
    {
        var next = index.PointBefore(block * BlockCache.BlockSize) + 1;
        var end = next < index.Points.Length ? index.Points[next].Output : index.Length;
        return Math.Clamp((end + BlockCache.BlockSize - 1) / BlockCache.BlockSize, block + 1, block + BlocksAhead);
    }

    /// <summary>The run that a block goes on with or belongs to; else a new one in place of the one that was not used for longest.</summary>
    private ref Run RunOf(long block)
    {
        var oldest = 0;
        for (var i = 0; i < MostRuns; i++)
        {
            ref var run = ref _runs[i];
            if (run.Length > 0 && block >= run.Last - MostSkipped && block <= run.Last + 1 + MostSkipped)
                return ref run;
            if (run.LastUse < _runs[oldest].LastUse)
                oldest = i;
        }
        _runs[oldest] = new Run { Last = block, Length = 1 };
        return ref _runs[oldest];
    }

    private struct Run
    {
        public long Last;
        public long Length;
        public long Ahead;
        public long LastUse;
    }

    /// <summary>Blocks that are decoded one after the other.</summary>
    private sealed class Span(DecodeAhead owner) : IThreadPoolWorkItem
    {
        public long First { get; set; }

        public long End { get; set; }

        public void Execute() => owner.Decode(this);
    }
}
