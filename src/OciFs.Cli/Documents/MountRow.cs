using System.Text.Json.Serialization;
using OciFs.Host;

namespace OciFs.Cli.Documents;

/// <summary>One mount as <c>ocifs mounts --json</c> tells it; src/OciFs.Cli/json/mounts.schema.json says what the fields mean.</summary>
internal sealed record MountRow(
    string Source,
    string Mountpoint,
    string Options,
    string State,
    int? Pid,
    DateTimeOffset? Since,
    int? Images,
    long? Requests,
    long? Errors,
    long? CacheBytes,
    long? CacheHits,
    long? CacheMisses)
{
    /// <summary>What is told of a mount.</summary>
    public static MountRow Of(MountReport report) => new(
        report.Mount.Source,
        report.Mount.Mountpoint,
        report.Mount.Options,
        WordOf(report.State),
        report.Status?.Pid,
        report.Status?.Started,
        report.Status?.Images,
        report.Status?.Operations.Values.Sum(operation => operation.Requests),
        report.Status?.ErrorCount,
        report.Status?.Cache?.Bytes,
        report.Status?.Cache?.Hits,
        report.Status?.Cache?.Misses);

    /// <summary>The word for how a mount is.</summary>
    public static string WordOf(MountState state) => state switch
    {
        MountState.Live => "live",
        MountState.Dead => "dead",
        MountState.Hanging => "hanging",
        _ => "hidden",
    };
}

/// <summary>Writes <see cref="MountRow"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MountRow[]))]
internal sealed partial class MountsJson : JsonSerializerContext;
