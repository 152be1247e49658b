namespace OciFs;

/// <summary>A piece of work that a <see cref="WorkMeter"/> tells of. Any thread.</summary>
public sealed class Work : IDisposable
{
    private readonly WorkMeter? _meter;
    private readonly Work? _whole;
    private readonly long _share;
    private long _done;
    private int _ended;

    internal Work(WorkMeter meter, string what, long total) => (_meter, What, Total) = (meter, what, total);

    private Work(Work whole, long total, long share) => (_whole, What, Total, _share) = (whole, whole.What, total, share);

    /// <summary>What is being done, for people.</summary>
    public string What { get; }

    /// <summary>Bytes that there are to do; 0 where that is not known.</summary>
    public long Total { get; }

    /// <summary>Bytes that are done.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Tells that more bytes are done.</summary>
    public void Advance(long bytes)
    {
        var done = WorkMeter.Advance(ref _done, bytes);
        _whole?.Advance(ShareOf(done) - ShareOf(done - bytes));
    }

    /// <summary>Ends the work; of a part, all of its share is done then.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _meter?.End(this);
            _whole?.Advance(_share - ShareOf(Done));
        }
    }

    /// <summary>Begins a part of this work that no meter shows by itself; whoever did disposes it.</summary>
    /// <param name="total">Bytes that there are to do of it; need not be those that were planned.</param>
    /// <param name="share">Bytes of this work that were planned for it: it advances as the part does.</param>
    internal Work Begin(long total, long share) => new(this, total, Math.Max(share, 0));

    private long ShareOf(long done) => Total <= 0 ? 0 : (long)(_share * Math.Min((double)done / Total, 1));
}
