namespace OciFs.Fuse.Session;

/// <summary>How long requests took, from the moment they were received until the reply was ready; where they had to wait, with the wait.</summary>
/// <param name="P50">Half of them took no longer; as the others at most an eighth more than the exact time.</param>
/// <param name="P90">Nine of ten took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
/// <param name="Max">The longest, exactly.</param>
public readonly record struct Latency(TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max);

/// <summary>Requests that took about as long.</summary>
/// <param name="End">They took less, and not less than the end of the bucket before, if that is there, or seven eighths of this.</param>
/// <param name="Requests">How many.</param>
public readonly record struct LatencyBucket(TimeSpan End, long Requests);
