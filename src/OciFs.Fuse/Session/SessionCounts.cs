namespace OciFs.Fuse.Session;

/// <summary>What a session has answered since it began. Not exact to the moment.</summary>
/// <param name="Operations">By operation, those that were asked for.</param>
/// <param name="Errors">How often each errno was answered, by the kernel's names.</param>
/// <param name="BytesRead">Bytes that reads of files were given.</param>
/// <param name="Waiting">Requests that wait for something now, without a thread.</param>
/// <param name="Latency">Of all operations that somebody waits for.</param>
/// <param name="Latencies">The same, bucket by bucket: two of these subtracted tell of the time between.</param>
public sealed record SessionCounts(
    IReadOnlyList<OperationCount> Operations,
    IReadOnlyDictionary<string, long> Errors,
    long BytesRead,
    int Waiting,
    Latency Latency,
    IReadOnlyList<LatencyBucket> Latencies);
