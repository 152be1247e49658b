namespace OciFs;

/// <summary>A piece of work that a <see cref="WorkMeter"/> tells of. Any thread.</summary>
public sealed class Work : IDisposable
{
    private readonly WorkMeter _meter;
    private long _done;

    internal Work(WorkMeter meter, string what, long total) => (_meter, What, Total) = (meter, what, total);

    /// <summary>What is being done, for people.</summary>
    public string What { get; }

    /// <summary>Bytes that there are to do; 0 where that is not known.</summary>
    public long Total { get; }

    /// <summary>Bytes that are done.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Tells that more bytes are done.</summary>
    public void Advance(long bytes) => Interlocked.Add(ref _done, bytes);

    /// <summary>Ends the work.</summary>
    public void Dispose() => _meter.End(this);
}
