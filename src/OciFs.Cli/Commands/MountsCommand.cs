using System.CommandLine;
using System.Text.Json.Serialization;
using OciFs.Fuse.Mount;
using OciFs.Host;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs mounts</c>.</summary>
internal static class MountsCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<bool> NoTrunc = GlobalOptions.NoTrunc();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "List what is mounted, and how it is: live, dead (its server is gone: ocifs umount takes it away), hanging (it does not answer), or hidden "
            + "(it is another user's).";
        var command = new Command("mounts", what) { Json, NoTrunc };
        command.SetAction(parsed => Run(parsed.GetValue(Json), parsed.GetValue(NoTrunc)));
        return command;
    }

    private static int Run(bool json, bool isFull)
    {
        MountRow[] mounts = [.. MountProbe.Ask(MountTable.ReadOwn(), Patience).Select(MountRow.Of)];
        if (json)
        {
            Output.Json(mounts, MountsJson.Default.MountRowArray);
        }
        else
        {
            Output.Table(["SOURCE", "MOUNTPOINT", "STATE", "SINCE", "IMAGES", "REQUESTS", "ERRORS", "CACHE"], mounts.Select(Cells), isFull: isFull);
        }

        return ExitStatus.Done;
    }

    private static string[] Cells(MountRow mount) =>
    [
        mount.Source, mount.Mountpoint, mount.State, Output.Moment(mount.Since), $"{mount.Images:D}".PadLeft(1, '-'), $"{mount.Requests:D}".PadLeft(1, '-'),
        $"{mount.Errors:D}".PadLeft(1, '-'), Output.Size(mount.CacheBytes ?? -1),
    ];
}

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
        report.State switch { MountState.Live => "live", MountState.Dead => "dead", MountState.Hanging => "hanging", _ => "hidden" },
        report.Status?.Pid,
        report.Status?.Started,
        report.Status?.Images,
        report.Status?.Operations.Values.Sum(operation => operation.Requests),
        report.Status?.ErrorCount,
        report.Status?.Cache?.Bytes,
        report.Status?.Cache?.Hits,
        report.Status?.Cache?.Misses);
}

/// <summary>Writes <see cref="MountRow"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MountRow[]))]
internal sealed partial class MountsJson : JsonSerializerContext;
