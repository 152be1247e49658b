using System.Numerics;

namespace OciFs.Fuse.Session;

/// <summary>
/// How long requests took, counted in buckets whose width grows with the time: 128 ns up to 1 µs, an eighth of the time from there on. Of fixed size.
/// Written by one thread without a lock, read by any: the numbers may be a moment old.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int UnitBits = 7;
    private const int PartBits = 3;
    private const int Parts = 1 << PartBits;

    // 2^36 units are two hours and a half: who waits longer counts as that.
    private const int MostBits = 36;

    private readonly long[] _counts = new long[Parts * (MostBits - PartBits + 1)];
    private long _most;

    /// <summary>Times that were counted.</summary>
    public long Count => _counts.Sum();

    /// <summary>The longest time, in nanoseconds.</summary>
    public long Most => Volatile.Read(ref _most);

    /// <summary>Counts one time.</summary>
    /// <param name="nanoseconds">The time; below 0 counts as 0.</param>
    public void Add(long nanoseconds)
    {
        _counts[BucketOf(nanoseconds)]++;
        if (nanoseconds > _most)
            _most = nanoseconds;
    }

    /// <summary>Adds what another one has counted.</summary>
    /// <param name="other">The other one.</param>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += Volatile.Read(ref other._counts[i]);
        _most = Math.Max(_most, other.Most);
    }

    /// <summary>The time within which a share of all were done: not less than the exact one, and at most an eighth or 128 ns more.</summary>
    /// <param name="share">Of 0 to 1.</param>
    /// <returns>Nanoseconds; 0 where nothing was counted.</returns>
    public long Percentile(double share)
    {
        var left = Math.Max(1, (long)Math.Ceiling(share * Count));
        for (var i = 0; i < _counts.Length; i++)
        {
            left -= _counts[i];
            if (left <= 0)
                return Math.Min(EndOf(i), _most);
        }
        return 0;
    }

    /// <summary>What there is to tell.</summary>
    /// <returns>The percentiles of now.</returns>
    public Latency ToLatency() => new(Time(Percentile(0.5)), Time(Percentile(0.9)), Time(Percentile(0.99)), Time(_most));

    /// <summary>The buckets that something was counted in, by time.</summary>
    /// <returns>Where each ends, and how many are in it.</returns>
    public IReadOnlyList<LatencyBucket> ToList()
    {
        var list = new List<LatencyBucket>();
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
                list.Add(new LatencyBucket(Time(EndOf(i)), _counts[i]));
        }
        return list;
    }

    private static int BucketOf(long nanoseconds)
    {
        var units = Math.Clamp(nanoseconds >> UnitBits, 0, (1L << MostBits) - 1);
        if (units < Parts)
            return (int)units;
        var shift = BitOperations.Log2((ulong)units) - PartBits;
        return ((shift + 1) << PartBits) + (int)((units >> shift) & (Parts - 1));
    }

    /// <summary>The first time behind a bucket.</summary>
    private static long EndOf(int bucket)
    {
        var shift = Math.Max((bucket >> PartBits) - 1, 0);
        return ((long)(bucket - (shift << PartBits)) + 1) << (shift + UnitBits);
    }

    private static TimeSpan Time(long nanoseconds) => TimeSpan.FromTicks((nanoseconds + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick);
}
