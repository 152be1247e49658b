using System.CommandLine;
using OciFs.Fuse.Mount;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs umount</c>.</summary>
internal static class UmountCommand
{
    private static readonly Argument<string> Mountpoint = new("MOUNTPOINT") { Description = "Where it is mounted" };

    private static readonly Option<bool> Lazy = new("--lazy", "-l", "-z")
    {
        Description = "Take it away now; what is still open stays readable until it is closed",
    };

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("umount", "Unmount what 'ocifs mount' has mounted.") { Mountpoint, Lazy };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(Mountpoint), parsed.GetValue(Lazy)));
        return command;
    }

    private static UnmountResult Unmount(string mountpoint, bool lazy)
    {
        try
        {
            return FuseMount.Unmount(mountpoint, lazy);
        }
        catch (FuseMountException error)
        {
            throw new FuseMountException(error.Kind, $"{mountpoint}: {error.Message}");
        }
    }

    private static int Run(string mountpoint, bool lazy) => Unmount(mountpoint, lazy) switch
    {
        UnmountResult.Done => ExitStatus.Done,
        UnmountResult.Busy => throw new OciFsException(
            OciFsError.Unavailable, $"{mountpoint}: the mount is busy (leave it, see who is there: fuser -vm {mountpoint}; or: ocifs umount --lazy)"),
        UnmountResult.NotMounted => throw new OciFsException(
            OciFsError.NotFound, $"{mountpoint}: nothing of ocifs is mounted there (see: ocifs mounts)"),
        _ => throw new InvalidOperationException(),
    };
}
