namespace OciFs.Soak;

/// <summary>How long things took, by their logarithm: 16 steps for each doubling, from a microsecond on. Any thread.</summary>
internal sealed class Latencies
{
    private const int StepsPerDoubling = 16;

    private readonly long[] _counts = new long[40 * StepsPerDoubling];
    private long _count;
    private long _mostTicks;

    public long Count => Interlocked.Read(ref _count);

    public TimeSpan Most => TimeSpan.FromTicks(Interlocked.Read(ref _mostTicks));

    public void Add(TimeSpan taken)
    {
        Interlocked.Increment(ref _counts[Math.Clamp((int)(Math.Log2(Math.Max(1, taken.TotalMicroseconds)) * StepsPerDoubling), 0, _counts.Length - 1)]);
        Interlocked.Increment(ref _count);
        for (var most = Interlocked.Read(ref _mostTicks); taken.Ticks > most; most = Interlocked.Read(ref _mostTicks))
            Interlocked.CompareExchange(ref _mostTicks, taken.Ticks, most);
    }

    /// <summary>What this share of all took at most, within 5%, in milliseconds.</summary>
    public double Percentile(double share)
    {
        var left = (long)Math.Ceiling(Count * share);
        for (var step = 0; step < _counts.Length; step++)
        {
            if ((left -= Interlocked.Read(ref _counts[step])) <= 0)
                return Math.Min(Math.Pow(2, (step + 1.0) / StepsPerDoubling) / 1000, Math.Max(Most.TotalMilliseconds, 0.001));
        }
        return Most.TotalMilliseconds;
    }

    /// <summary>A row of a table: count, 50th, 95th, 99th percentile, most.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Count} | {Percentile(0.5):0.00} | {Percentile(0.95):0.00} | {Percentile(0.99):0.0} | {Most.TotalMilliseconds:0}");
}
