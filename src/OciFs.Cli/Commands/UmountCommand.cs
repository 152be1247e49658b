using System.CommandLine;
using OciFs.Fuse.Mount;
using OciFs.Host;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs umount</c>.</summary>
internal static class UmountCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Argument<string[]> Mountpoints = new("MOUNTPOINT") { Description = "Where it is mounted", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<bool> Lazy = new("--lazy", "-l", "-z")
    {
        Description = "Take it away now; what is still open stays readable until it is closed",
    };

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("umount", "Unmount what 'ocifs mount' has mounted. One that is busy is told with who keeps it so; one whose server is gone is taken away.")
        {
            Mountpoints, Lazy,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(Mountpoints), parsed.GetValue(Lazy)));
        return command;
    }

    private static int Run(string[] mountpoints, bool lazy)
    {
        var status = ExitStatus.Done;
        foreach (var mountpoint in mountpoints)
        {
            if (WhyNot(mountpoint, lazy) is { } why)
            {
                Output.Warn($"{mountpoint}: {why}");
                status = ExitStatus.Failed;
            }
        }

        return status;
    }

    private static string? WhyNot(string mountpoint, bool lazy)
    {
        try
        {
            return FuseMount.Unmount(mountpoint, lazy) switch
            {
                UnmountResult.Done => null,
                UnmountResult.NotMounted => "nothing of ocifs is mounted there (see: ocifs mounts)",
                _ => WhyBusy(mountpoint),
            };
        }
        catch (FuseMountException error)
        {
            return error.Message;
        }
    }

    // Nobody can read of a mount whose server is gone, who has it open either.
    private static string? WhyBusy(string mountpoint)
    {
        if (FuseMount.Find(mountpoint) is not { } mount)
        {
            return null;
        }

        if (MountProbe.Ask([mount], Patience) is [{ State: MountState.Dead }])
        {
            return WhyNot(mountpoint, lazy: true);
        }

        return MountHolders.Describe(mount) is { } holders
            ? $"the mount is busy: {holders} (end or leave that; or: ocifs umount --lazy)"
            : "the mount is busy (by processes that only root sees; or: ocifs umount --lazy)";
    }
}
