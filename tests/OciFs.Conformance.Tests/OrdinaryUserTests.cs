using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests;

/// <summary>A user who is not root mounts by fusermount3, reads what root reads, and unmounts.</summary>
[Collection(SharedSample.Name)]
public sealed class OrdinaryUserTests(SampleMount mount)
{
    [Fact]
    public void AUserReadsWhatRootReads()
    {
        using var user = new OrdinaryUser();
        user.Run(user.MountCommand).Ok();
        Assert.Equal("fuse.ocifs", MountTable.TypeAt(user.MountPoint));
        Assert.Equal(
            Command.Run("/bin/bash", Everything(mount.Root)).Ok(), user.Run(["/bin/bash", .. Everything(user.MountPoint)]).Ok());

        user.Run(user.Executable, "umount", user.MountPoint).Ok();
        Assert.False(MountTable.Contains(user.MountPoint));
    }

    [Fact]
    public void AUsersMountEndsByASignalToItsKeeper()
    {
        using var user = new OrdinaryUser();
        user.Run(user.MountCommand).Ok();
        var (server, keeper) = (MountProcesses.Server(user.MountPoint)!.Value, MountProcesses.Monitor(user.MountPoint)!.Value);
        user.Run("kill", "-s", "TERM", $"{keeper}").Ok();
        Assert.True(
            SpinWait.SpinUntil(() => !MountProcesses.IsRunning(server) && !MountProcesses.IsRunning(keeper), TimeSpan.FromSeconds(30)), "a process goes on");
        Assert.False(MountTable.Contains(user.MountPoint));
    }

    /// <summary>A digest over the names, attributes and bytes of the whole root filesystem.</summary>
    private static string[] Everything(string root) =>
    [
        "-o", "pipefail", "-c", "tar --create --sort=name --directory \"$1\" . | sha256sum", "bash",
        Path.Combine(root, "images", Layouts.SampleSegment, "platforms", Platform.Host, "rootfs"),
    ];
}
