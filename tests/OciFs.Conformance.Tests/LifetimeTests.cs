using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests;

/// <summary>From mount to unmount: when it is usable, who lists it, and every way it can end.</summary>
public sealed class LifetimeTests
{
    private static readonly string Source = $"oci:{Layouts.Sample}";

    [Fact]
    public void MountReturnsOnceTheMountIsUsable()
    {
        using var point = new MountPoint();
        var result = point.Mount(Source);
        Assert.True(Directory.Exists(point["images"]));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("fuse.ocifs", MountTable.TypeAt(point.Path));
    }

    [Fact]
    public void UnmountLeavesAnEmptyFolder()
    {
        using var point = MountPoint.Of(Source);
        point.Unmount().Ok();
        Assert.False(MountTable.Contains(point.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(point.Path));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void ASignalUnmounts(string signal)
    {
        using var server = ForegroundServer.Start(Source);
        Assert.True(Directory.Exists(server.Point["images"]));
        Assert.True(server.IsRunning);
        server.Signal(signal);
        Assert.Equal((0, ""), server.WaitForExit());
        Assert.False(MountTable.Contains(server.Point.Path));
    }

    [Theory]
    [InlineData("ocifs")]
    [InlineData("umount")]
    public void AServerInTheForegroundEndsWithItsMount(string program)
    {
        using var server = ForegroundServer.Start(Source);
        if (program == "ocifs")
            server.Point.Unmount().Ok();
        else
            Command.Run(program, server.Point.Path).Ok();
        Assert.Equal((0, ""), server.WaitForExit());
    }

    [Fact]
    public void ABusyMountIsOnlyUnmountedLazilyAndItsOpenFilesStayReadable()
    {
        using var point = MountPoint.Of(Source);
        var path = point[$"images/{Layouts.SampleSegment}/platforms/{Platform.Host}/rootfs/usr/bin/perl"];
        var digest = Sha256.OfFile(path);
        using (File.OpenRead(path))
        {
            point.Unmount().FailsInOneLine(1, point.Path, "busy");
            Assert.True(MountTable.Contains(point.Path));
        }

        var result = Command.Shell("exec 3<\"$1\" && \"$2\" umount --lazy \"$3\" && sha256sum <&3", path, Repository.Executable, point.Path);
        Assert.Equal(digest, "sha256:" + result.Ok()[..64]);
        Assert.False(MountTable.Contains(point.Path));
    }

    [Fact]
    public void WhatAKilledServerLeavesCanBeUnmountedAndMountedAgain()
    {
        using var server = ForegroundServer.Start(Source);
        server.SignalServer("KILL");
        server.WaitForExit();
        Assert.Contains("not connected", Command.Run("ls", server.Point.Path).Error, StringComparison.Ordinal);
        server.Point.Unmount().Ok();
        server.Point.Mount(Source).Ok();
        Assert.True(Directory.Exists(server.Point["images"]));
    }

    [Fact]
    public void MountsListsWhatIsMountedAndNothingElse()
    {
        using var first = MountPoint.Of(Source);
        using var second = MountPoint.Of(Source);
        var lines = Command.Ocifs("mounts").Lines();
        Assert.Single(lines, line => line.Contains(first.Path) && line.Contains(Layouts.Sample));
        Assert.Single(lines, line => line.Contains(second.Path));
        Assert.Contains(first.Path, Command.Ocifs("mounts", "--json").Json().ToJsonString(), StringComparison.Ordinal);
        first.Unmount().Ok();
        Assert.DoesNotContain(first.Path, Command.Ocifs("mounts").Ok(), StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyMountsOfOursAreUnmounted()
    {
        using var folder = new TempFolder();
        Command.Ocifs("umount", folder.Path).FailsInOneLine(1, folder.Path);
        Command.Run("mount", "-t", "tmpfs", "tmpfs", folder.Path).Ok();
        try
        {
            Command.Ocifs("umount", folder.Path).FailsInOneLine(1, folder.Path);
            Assert.Equal("tmpfs", MountTable.TypeAt(folder.Path));
        }
        finally
        {
            Command.Run("umount", folder.Path);
        }
    }

    [Fact]
    public void NamesFollowTheStore()
    {
        using var folder = new TempFolder();
        SampleImages.WriteSeparated(folder["layout"]);
        using var point = MountPoint.Of($"oci:{folder["layout"]}");
        using var kept = File.OpenRead(point["images/arm64/manifest"]);
        Command.Run("umoci", "tag", "--image", $"{folder["layout"]}:amd64", "new").Ok();
        Command.Run("umoci", "rm", "--image", $"{folder["layout"]}:arm64").Ok();
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(point["images/new"]), TimeSpan.FromSeconds(20)), "the new tag is not seen");
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(point["images/arm64"]), TimeSpan.FromSeconds(20)), "the old tag stays");
        Assert.Equal('{', kept.ReadByte());
    }
}
