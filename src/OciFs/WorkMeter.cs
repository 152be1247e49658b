using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace OciFs;

/// <summary>What takes long and is being done now, such as first passes over layers, for whoever wants to show how far it is. Any thread.</summary>
public sealed class WorkMeter
{
    private readonly ConcurrentDictionary<Work, bool> _running = new();
    private long _ended;

    /// <summary>The pieces of work that are being done now.</summary>
    public ImmutableArray<Work> Running => [.. _running.Keys];

    /// <summary>Bytes done, of all pieces that were ever begun.</summary>
    public long Done => ByteSum.Of(Running.Select(work => work.Done).Prepend(Interlocked.Read(ref _ended)));

    /// <summary>Bytes of all pieces that were ever begun; of one that does not know, what it has done.</summary>
    public long Total => ByteSum.Of(Running.Select(work => Math.Max(work.Total, work.Done)).Prepend(Interlocked.Read(ref _ended)));

    /// <summary>Begins a piece of work; whoever did disposes it when it is done, or given up.</summary>
    /// <param name="what">What is being done, in a word or two for people.</param>
    /// <param name="total">Bytes that there are to do; 0 where that is not known.</param>
    public Work Begin(string what, long total)
    {
        var work = new Work(this, what, total);
        _running[work] = true;
        return work;
    }

    // Holes count as done too, and they may be longer than there are numbers for.
    internal static long Advance(ref long done, long bytes)
    {
        long before, after;
        do
        {
            before = Interlocked.Read(ref done);
            after = ByteSum.Add(before, bytes);
        }
        while (Interlocked.CompareExchange(ref done, after, before) != before);
        return after;
    }

    internal void End(Work work)
    {
        if (_running.TryRemove(work, out _))
        {
            Advance(ref _ended, work.Done);
        }
    }
}
