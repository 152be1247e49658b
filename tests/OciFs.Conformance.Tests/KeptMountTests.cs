using System.Diagnostics;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests;

/// <summary>The two processes of a mount, the one that serves and the one that keeps it: how they end, and what is left behind.</summary>
public sealed class KeptMountTests
{
    private const string Keeper = "keeper", Server = "server", Both = "both";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string Source = $"oci:{Layouts.Sample}";

    [Fact]
    public void AMountHasAServerAndAKeeperThatEndWithIt()
    {
        using var point = MountPoint.Of(Source);
        var (server, keeper) = ProcessesOf(point);
        Assert.DoesNotContain(Directory.GetFiles($"/proc/{keeper}/fd"), file => new FileInfo(file).LinkTarget == "/dev/fuse");
        point.Unmount().Ok();
        AssertEnded(server, keeper);
    }

    [Theory]
    [InlineData(Keeper)]
    [InlineData(Server)]
    public void WhicheverIsKilledTheMountIsDeadAndTheNextOneTakesItsPlace(string killed)
    {
        using var point = MountPoint.Of(Source);
        var (server, keeper) = ProcessesOf(point);
        Kill(killed == Server ? server : keeper, "KILL");
        AssertEnded(server, keeper);
        Assert.Equal("fuse.ocifs", MountTable.TypeAt(point.Path));
        Assert.Contains("not connected", Command.Run("ls", point.Path).Error, StringComparison.Ordinal);
        point.Mount(Source).Ok();
        Assert.True(Directory.Exists(point["images"]));
        Assert.Single(File.ReadLines("/proc/self/mountinfo"), line => line.Split(' ')[4] == point.Path);
    }

    [Theory]
    [InlineData(Keeper, "TERM")]
    [InlineData(Server, "TERM")]
    [InlineData(Keeper, "INT")]
    public void ASignalToEitherUnmounts(string whom, string signal)
    {
        using var point = MountPoint.Of(Source);
        var (server, keeper) = ProcessesOf(point);
        Kill(whom == Server ? server : keeper, signal);
        AssertEnded(server, keeper);
        Assert.False(MountTable.Contains(point.Path));
    }

    [Fact]
    public void HowAServerDiedIsTold()
    {
        using var server = ForegroundServer.Start(Source);
        server.WaitUntilReady();
        server.SignalServer("KILL");
        var (status, error) = server.WaitForExit();
        Assert.Equal(
            (1, $"ocifs: {server.Point.Path}: the server ({server.ServerId}) has died: killed by signal 9, SIGKILL (the mount is dead: ocifs umount takes it away)\n"),
            (status, error));
        server.Point.Unmount().Ok();
    }

    [Theory]
    [InlineData(Keeper)]
    [InlineData(Server)]
    public void ABusyMountIsTakenAwayAndToldAndWhatIsOpenStaysReadable(string whom)
    {
        using var server = ForegroundServer.Start(Source);
        var path = server.Point[$"images/{Layouts.SampleSegment}/platforms/{Platform.Host}/rootfs/usr/bin/perl"];
        var digest = Sha256.OfFile(path);
        using var holder = Holder(path);
        try
        {
            Send(server, whom, "TERM");
            Assert.StartsWith(
                $"ocifs: {server.Point.Path}: in use by {holder.Id} sleep (open file): taken away, and what is open stays readable for ",
                server.ReadErrorLine(),
                StringComparison.Ordinal);
            Assert.False(MountTable.Contains(server.Point.Path));
            Assert.Equal(digest, "sha256:" + Command.Run("sha256sum", $"/proc/{holder.Id}/fd/3").Ok()[..64]);
            Assert.True(server.IsRunning);
        }
        finally
        {
            End(holder);
        }

        Assert.Equal((0, ""), server.WaitForExit());
    }

    [Theory]
    [InlineData(Keeper)]
    [InlineData(Server)]
    public void ASecondSignalEndsItUnderWhoeverHasItOpen(string whom)
    {
        using var server = ForegroundServer.Start(Source);
        using var holder = Holder(server.Point[".ocifs/status.json"]);
        try
        {
            Send(server, whom, "TERM");
            Assert.Contains("in use by", server.ReadErrorLine(), StringComparison.Ordinal);
            Send(server, whom, "TERM");
            Assert.Equal(0, server.WaitForExit().ExitCode);
            AssertEnded(server.ServerId);
        }
        finally
        {
            End(holder);
        }
    }

    [Fact]
    public void AServerThatHangsHoldsUpNobodyWhoUnmounts()
    {
        using var server = ForegroundServer.Start(Source);
        server.WaitUntilReady();
        server.SignalServer("STOP");
        server.Signal("TERM");
        var (status, error) = server.WaitForExit();
        Assert.Equal((0, $"ocifs: {server.Point.Path}: the server ({server.ServerId}) does not end, and is killed\n"), (status, error));
        Assert.False(MountTable.Contains(server.Point.Path));
        AssertEnded(server.ServerId);
    }

    [Theory]
    [InlineData(Keeper)]
    [InlineData(Server)]
    public void AtAHangUpTheStoreIsReadAgainAndItsProblemsAreToldAgain(string whom)
    {
        using var folder = new TempFolder();
        SampleImages.WriteSeparated(folder["layout"]);
        using var server = ForegroundServer.Start($"oci:{folder["layout"]}");
        File.WriteAllText(folder["layout/index.json"], "{");
        var told = server.ReadErrorLine();
        Assert.Contains("index.json", told, StringComparison.Ordinal);
        Send(server, whom, "HUP");
        Assert.Equal(told, server.ReadErrorLine());
        Assert.True(Directory.Exists(server.Point["images/amd64"]));
    }

    [Theory]
    [InlineData(Keeper)]
    [InlineData(Server)]
    [InlineData(Both)]
    public void AutoUnmountHoldsWhicheverIsKilled(string killed)
    {
        using var point = MountPoint.Of(Source, "-o", "auto_unmount");
        var (server, keeper) = ProcessesOf(point);
        Assert.True(Directory.Exists(point["images"]));
        int[] victims = killed switch { Keeper => [keeper], Server => [server], _ => [keeper, server] };
        Command.Run("kill", ["-s", "KILL", .. victims.Select(pid => $"{pid}")]).Ok();
        AssertEnded(server, keeper);
        Assert.True(SpinWait.SpinUntil(() => !MountTable.Contains(point.Path), Patience), "the mount stays");
    }

    [Fact]
    public void AMountWhoseFolderIsRenamedIsFoundAndUnmounted()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["old/mnt"]);
        using var point = MountPoint.Of(Source);
        Command.Ocifs("mount", Source, folder["old/mnt"]).Ok();
        Directory.Move(folder["old"], folder["new"]);
        Assert.Equal("fuse.ocifs", MountTable.TypeAt(folder["new/mnt"]));
        var server = (int)Command.Ocifs("mounts", "--json").Json().AsArray().Single(mount => (string)mount!["mountpoint"]! == folder["new/mnt"])!["pid"]!;
        Kill(server, "TERM");
        AssertEnded(server);
        Assert.False(MountTable.Contains(folder["new/mnt"]));
    }

    [Theory]
    [InlineData("unshare --mount sh -c 'umount \"$1/parent/mnt\" && rmdir \"$1/parent/mnt\"' sh \"$1\"")]
    [InlineData("umount --lazy \"$1/parent\"")]
    public void AMountWhoseFolderGoesAwayEndsAsOneThatIsUnmounted(string goes)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["parent"]);
        Command.Run("mount", "-t", "tmpfs", "tmpfs", folder["parent"]).Ok();
        try
        {
            Directory.CreateDirectory(folder["parent/mnt"]);
            Assert.NotEqual(0, Command.Shell("\"$1\" mount \"$2\" \"$3/parent/mnt\" >/dev/null && rmdir \"$3/parent/mnt\"", Repository.Executable, Source, folder.Path).ExitCode);
            var server = (int)Command.Ocifs("mounts", "--json").Json().AsArray().Single(mount => (string)mount!["mountpoint"]! == folder["parent/mnt"])!["pid"]!;
            Command.Shell(goes, folder.Path).Ok();
            AssertEnded(server);
            Assert.False(MountTable.Contains(folder["parent/mnt"]));
        }
        finally
        {
            Command.Shell("umount --recursive \"$1\" || umount --lazy \"$1\" || true", folder["parent"]);
        }
    }

    private static (int Server, int Keeper) ProcessesOf(MountPoint point) => (MountProcesses.Server(point.Path)!.Value, MountProcesses.Monitor(point.Path)!.Value);

    private static void Kill(int pid, string signal) => Command.Run("kill", "-s", signal, $"{pid}").Ok();

    private static void Send(ForegroundServer server, string whom, string signal)
    {
        if (whom == Server)
            server.SignalServer(signal);
        else
            server.Signal(signal);
    }

    private static void AssertEnded(params int[] processes) => Assert.True(
        SpinWait.SpinUntil(() => !processes.Any(MountProcesses.IsRunning), Patience), "a process goes on");

    /// <summary>A process that has a file open as 3 until it is ended.</summary>
    private static Process Holder(string path)
    {
        var holder = Command.Start("/bin/sh", "-c", "exec 3< \"$1\"; echo in; exec sleep 60", "sh", path);
        Assert.Equal("in", holder.StandardOutput.ReadLine());
        Assert.True(SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{holder.Id}/comm") == "sleep\n", Patience));
        return holder;
    }

    private static void End(Process holder)
    {
        holder.Kill();
        holder.WaitForExit();
    }
}
