using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Commands;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests;

/// <summary><c>ocifs mounts</c> and <c>ocifs umount</c>: how mounts are, who keeps them busy, and that none of them is waited for.</summary>
public sealed class MountListTests
{
    private static readonly string Source = $"oci:{Layouts.Sample}";

    [Fact]
    public void AMountTellsOfItself()
    {
        using var point = MountPoint.Of(Source);
        Assert.NotEmpty(Directory.GetDirectories(point["images"]));
        var mount = Row(point);
        Assert.Empty(Schema.Of("mounts").Errors(new JsonArray(mount.DeepClone())));
        Assert.Equal(("live", Source, 1), (mount.Text("state"), mount.Text("source"), (int)mount["images"]!));
        Assert.Contains(point.Path, Command.Run("ps", "-o", "args=", "-p", $"{(int)mount["pid"]!}").Ok(), StringComparison.Ordinal);
        Assert.InRange((long)mount["requests"]!, 1, 1000);
        Assert.InRange(DateTimeOffset.Parse(mount.Text("since"), System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
    }

    [Fact]
    public void AMountOfOneRootTellsAsMuch()
    {
        using var point = MountPoint.Of($"{Source}:{Layouts.SampleName}", "--rootfs");
        var mount = Row(point);
        Assert.Equal(("live", 1), (mount.Text("state"), (int)mount["images"]!));
        Assert.InRange((long)mount["requests"]!, 1, 1000);
        Assert.Empty(Schema.Of("mounts").Errors(new JsonArray(mount.DeepClone())));
    }

    [Fact]
    public void OneThatHangsIsToldAndNotWaitedFor()
    {
        using var server = ForegroundServer.Start(Source);
        server.SignalServer("STOP");
        try
        {
            Assert.Equal("hanging", Row(server.Point).Text("state"));
            Assert.Contains("hanging", Command.Ocifs("mounts").Ok(), StringComparison.Ordinal);
        }
        finally
        {
            server.SignalServer("CONT");
        }
    }

    [Fact]
    public void ADeadOneIsToldAndTakenAwayAlthoughSomebodyIsInIt()
    {
        using var server = ForegroundServer.Start(Source);
        using var inside = Command.Start("/bin/sh", "-c", "cd \"$1\" && echo in && exec sleep 60", "sh", server.Point.Path);
        try
        {
            Assert.Equal("in", inside.StandardOutput.ReadLine());
            server.SignalServer("KILL");
            server.WaitForExit();
            Assert.Equal("dead", Row(server.Point).Text("state"));
            server.Point.Unmount().Ok();
            Assert.False(MountTable.Contains(server.Point.Path));
        }
        finally
        {
            inside.Kill();
        }
    }

    [Theory]
    [InlineData("cd \"$1\" && echo in && exec sleep 60", "sleep (working directory)")]
    [InlineData("exec 3< \"$1/.ocifs/status.json\" && cd / && echo in && exec sleep 60", "sleep (open file)")]
    [InlineData("exec 3< \"$1/.ocifs/status.json\" 4< \"$1/images\" && cd \"$1\" && echo in && exec sleep 60", "sleep (working directory, 2 open files)")]
    public void WhoKeepsItBusyIsTold(string script, string told)
    {
        using var point = MountPoint.Of(Source);
        using var inside = Command.Start("/bin/sh", "-c", script, "sh", point.Path);
        try
        {
            Assert.Equal("in", inside.StandardOutput.ReadLine());
            Assert.True(SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{inside.Id}/comm") == "sleep\n", TimeSpan.FromSeconds(20)));
            point.Unmount().FailsInOneLine(1, point.Path, "busy", $"{inside.Id} {told}");
            Assert.Contains($"{inside.Id}", Command.Run("fuser", "-m", point.Path).Output, StringComparison.Ordinal);
        }
        finally
        {
            inside.Kill();
            inside.WaitForExit();
        }
    }

    [Fact]
    public void WhatIsMountedOnItIsTold()
    {
        using var point = MountPoint.Of(Source);
        Command.Run("mount", "-t", "tmpfs", "tmpfs", point["images"]).Ok();
        try
        {
            point.Unmount().FailsInOneLine(1, "busy", $"{point["images"]} (mounted on it)");
        }
        finally
        {
            Command.Run("umount", point["images"]).Ok();
        }
    }

    [Fact]
    public void SeveralAreUnmountedAndTheOneThatIsNoneIsNamed()
    {
        using var folder = new TempFolder();
        using var one = MountPoint.Of(Source);
        using var two = MountPoint.Of(Source);
        Command.Ocifs("umount", one.Path, folder.Path, two.Path).FailsInOneLine(1, $"{folder.Path}: nothing of ocifs");
        Assert.False(MountTable.Contains(one.Path) || MountTable.Contains(two.Path));
    }

    [Fact]
    public void MountSaysWhatItDid()
    {
        using var point = new MountPoint();
        Assert.Equal($"{Source}: 1 image mounted on {point.Path}\n", point.Mount(Source).Ok());
    }

    private static JsonNode Row(MountPoint point) =>
        Command.Ocifs("mounts", "--json").Json().AsArray().Single(mount => mount!.Text("mountpoint") == point.Path)!;
}
