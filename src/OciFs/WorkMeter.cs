using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace OciFs;

/// <summary>What takes long and is being done now, such as first passes over layers, for whoever wants to show how far it is. Any thread.</summary>
public sealed class WorkMeter
{
    private readonly ConcurrentDictionary<Work, bool> _running = new();
    private long _endedDone;
    private long _endedTotal;

    /// <summary>The pieces of work that are being done now.</summary>
    public ImmutableArray<Work> Running => [.. _running.Keys];

    /// <summary>Bytes done, of all pieces that were ever begun.</summary>
    public long Done => Interlocked.Read(ref _endedDone) + Running.Sum(work => work.Done);

    /// <summary>Bytes of all pieces that were ever begun; of one that does not know, what it has done.</summary>
    public long Total => Interlocked.Read(ref _endedTotal) + Running.Sum(work => Math.Max(work.Total, work.Done));

    /// <summary>Begins a piece of work; whoever did disposes it when it is done, or given up.</summary>
    /// <param name="what">What is being done, in a word or two for people.</param>
    /// <param name="total">Bytes that there are to do; 0 where that is not known.</param>
    public Work Begin(string what, long total)
    {
        var work = new Work(this, what, total);
        _running[work] = true;
        return work;
    }

    internal void End(Work work)
    {
        if (_running.TryRemove(work, out _))
        {
            Interlocked.Add(ref _endedDone, work.Done);
            Interlocked.Add(ref _endedTotal, work.Done);
        }
    }
}
