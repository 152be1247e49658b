using System.Text.Json.Serialization;
using OciFs.Host;

namespace OciFs.Cli.Documents;

/// <summary>A line of <c>ocifs mounts --watch --json</c>; src/OciFs.Cli/json/mounts-watch.schema.json says what the fields mean.</summary>
internal sealed record MountsMoment(DateTimeOffset Time, IReadOnlyList<WatchedMount> Mounts);

/// <summary>One mount at one moment.</summary>
internal sealed record WatchedMount(string Source, string Mountpoint, string State, int? Pid, int? Waiting, MountRates? Rates)
{
    /// <summary>What is told of a mount.</summary>
    /// <param name="before">The look before; null for none.</param>
    /// <param name="now">This one.</param>
    public static WatchedMount Of(MountReport? before, MountReport now) => new(
        now.Mount.Source, now.Mount.Mountpoint, MountRow.WordOf(now.State), now.Status?.Pid, now.Status?.Waiting, MountRates.Between(before?.Status, now.Status));
}

/// <summary>Writes <see cref="MountsMoment"/>, a line each.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MountsMoment))]
internal sealed partial class MountsMomentJson : JsonSerializerContext;
