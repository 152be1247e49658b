using System.CommandLine;
using System.Text.Json.Serialization;
using OciFs.Fuse.Mount;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs mounts</c>.</summary>
internal static class MountsCommand
{
    private static readonly Option<bool> Json = GlobalOptions.Json();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("mounts", "List what is mounted.") { Json };
        command.SetAction(parsed => Run(parsed.GetValue(Json)));
        return command;
    }

    private static int Run(bool json)
    {
        var mounts = MountTable.ReadOwn().Select(mount => new MountRow(mount.Source, mount.Mountpoint, mount.Options)).ToArray();
        if (json)
        {
            Output.Json(mounts, MountsJson.Default.MountRowArray);
        }
        else
        {
            Output.Table(["SOURCE", "MOUNTPOINT", "OPTIONS"], mounts.Select(mount => new[] { mount.Source, mount.Mountpoint, mount.Options }));
        }

        return ExitStatus.Done;
    }
}

/// <summary>One mount as <c>ocifs mounts --json</c> tells it.</summary>
internal sealed record MountRow(string Source, string Mountpoint, string Options);

/// <summary>Writes <see cref="MountRow"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MountRow[]))]
internal sealed partial class MountsJson : JsonSerializerContext;
