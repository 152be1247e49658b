using System.CommandLine;
using OciFs.Fuse.Mount;
using OciFs.Host;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs mounts</c>.</summary>
internal static class MountsCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Option<double?> Watch = new("--watch", "-w")
    {
        Description = "Go on, and tell each second, or each so many seconds, what the mounts did in that time; Ctrl-C ends it",
        HelpName = "SECONDS",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<bool> NoTrunc = GlobalOptions.NoTrunc();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "List what is mounted, and how it is: live, dead (its server is gone: ocifs umount takes it away), hanging (it does not answer), or hidden "
            + "(it is another user's).";
        var command = new Command("mounts", what) { Watch, Json, NoTrunc };
        command.SetAction(parsed => parsed.GetResult(Watch) is null
            ? Run(parsed.GetValue(Json), parsed.GetValue(NoTrunc))
            : new MountsWatch(IntervalOf(parsed.GetValue(Watch)), parsed.GetValue(Json), parsed.GetValue(NoTrunc)).Run());
        return command;
    }

    /// <summary>What is mounted now, and how it is.</summary>
    public static IReadOnlyList<MountReport> Ask() => MountProbe.Ask(MountTable.ReadOwn(), Patience);

    private static TimeSpan IntervalOf(double? seconds) => seconds switch
    {
        null => TimeSpan.FromSeconds(1),
        >= 0.1 and <= 86_400 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new UsageException($"--watch {seconds}: it is a number of seconds from 0.1 to 86400"),
    };

    private static int Run(bool json, bool isFull)
    {
        MountRow[] mounts = [.. Ask().Select(MountRow.Of)];
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
