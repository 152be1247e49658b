using System.Globalization;
using OciFs.Host;

namespace OciFs.Cli.Documents;

/// <summary>What a mount did between two looks at it. All numbers are of one second, but those that say otherwise.</summary>
/// <param name="Seconds">Time between the looks.</param>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="Errors">Errors that somebody got to see, and other mishaps.</param>
/// <param name="Bytes">Bytes that reads were given.</param>
/// <param name="P50">Microseconds within which half of the requests were answered; null where there were none.</param>
/// <param name="P99">Microseconds within which 99 of 100 were.</param>
/// <param name="HitShare">Share of the blocks asked for that were in the cache, of 0 to 1; null where none was asked for.</param>
internal sealed record MountRates(double Seconds, double Requests, double Errors, double Bytes, double? P50, double? P99, double? HitShare)
{
    /// <summary>What was done between two looks; null where they are not of the same mount, or one of them tells nothing.</summary>
    public static MountRates? Between(StatusDocument? before, StatusDocument? now)
    {
        var seconds = (now?.Uptime - before?.Uptime) ?? 0;
        if (before is null || now is null || (before.Pid, before.Started) != (now.Pid, now.Started) || seconds <= 0)
        {
            return null;
        }

        var latencies = Difference(before.Latencies, now.Latencies);
        var hits = (double)((now.Cache?.Hits - before.Cache?.Hits) ?? 0);
        var asked = hits + ((now.Cache?.Misses - before.Cache?.Misses) ?? 0);
        return new MountRates(
            Rounded(seconds),
            Rounded((RequestsOf(now) - RequestsOf(before)) / seconds),
            Rounded((now.ErrorCount - before.ErrorCount) / seconds),
            Rounded(((now.BytesGiven - before.BytesGiven) ?? 0) / seconds),
            Percentile(latencies, 0.5),
            Percentile(latencies, 0.99),
            asked > 0 ? Rounded(hits / asked) : null);
    }

    private static long RequestsOf(StatusDocument status) => status.Operations.Values.Sum(operation => operation.Requests);

    private static (double Below, long Requests)[] Difference(IReadOnlyDictionary<string, long>? before, IReadOnlyDictionary<string, long>? now) =>
    [
        .. (now ?? new Dictionary<string, long>(StringComparer.Ordinal))
            .Select(bucket => (double.Parse(bucket.Key, CultureInfo.InvariantCulture), bucket.Value - (before?.GetValueOrDefault(bucket.Key) ?? 0)))
            .OrderBy(bucket => bucket.Item1),
    ];

    private static double? Percentile((double Below, long Requests)[] latencies, double share)
    {
        var left = Math.Ceiling(share * latencies.Sum(bucket => bucket.Requests));
        foreach (var (below, requests) in latencies)
        {
            left -= requests;
            if (requests > 0 && left <= 0)
            {
                return below;
            }
        }

        return null;
    }

    private static double Rounded(double value) => Math.Round(value, 3);
}
