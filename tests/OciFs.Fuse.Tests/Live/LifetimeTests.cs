using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class LifetimeOverDevice() : LifetimeTests(Route.Device);

public sealed class LifetimeOverRing() : LifetimeTests(Route.Ring);

/// <summary>From the mount to its end, by whichever way it ends.</summary>
public abstract class LifetimeTests(Route route) : RouteTests(route)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void TheMountTableShowsIt()
    {
        var options = new MountOptions { FsName = "oci:/some where,x", AllowOther = true, NoExec = true };
        using var mount = new LiveMount(MemoryFileSystem.Sample(), options);
        var entry = Assert.Single(MountTable.ReadOwn(), entry => string.Equals(entry.Mountpoint, mount.Path, StringComparison.Ordinal));
        Assert.Equal("oci:/some where,x", entry.Source);
        Assert.Equal("fuse.ocifs", entry.FileSystemType);
        Assert.Equal("ro,nosuid,nodev,noexec,relatime", entry.Options);
        Assert.Contains("allow_other", entry.SuperOptions, StringComparison.Ordinal);
        Assert.Equal("oci:/some\\x20where,x fuse.ocifs\n", Shell.Output("findmnt -n -o SOURCE,FSTYPE --raw \"$1\"", mount.Path));
    }

    [Fact]
    public void UnmountingFromOutsideEndsTheSession()
    {
        using var mount = new LiveMount(MemoryFileSystem.Sample());
        Shell.Output("umount \"$1\"", mount.Path);
        Assert.True(mount.Session.WaitForExit(Patience));
        Assert.Equal(0, mount.Session.WorkerCount);
        Assert.Equal(UnmountResult.NotMounted, mount.Session.Unmount(lazy: false));
    }

    [Fact]
    public void ABusyMountStaysUnlessDetached()
    {
        using var mount = new LiveMount(MemoryFileSystem.Sample());
        using var holder = Shell.Start("sh", "-c", "exec < \"$1\"; echo open; sleep 1000", "sh", mount.At("hello"));
        try
        {
            Assert.Equal("open", holder.StandardOutput.ReadLine());
            Assert.Equal(UnmountResult.Busy, mount.Session.Unmount(lazy: false));
            Assert.False(mount.Session.WaitForExit(TimeSpan.Zero));
            Assert.Equal(UnmountResult.Done, mount.Session.Unmount(lazy: true));
            Assert.Empty(Directory.EnumerateFileSystemEntries(mount.Path));
            // The open file is served on.
            Assert.Equal("Hello, world!\n", Shell.Output($"cat /proc/{holder.Id}/fd/0"));
            Assert.False(mount.Session.WaitForExit(TimeSpan.Zero));
        }
        finally
        {
            holder.Kill(entireProcessTree: true);
        }
        Assert.True(mount.Session.WaitForExit(Patience));
    }

    [Fact]
    public void ThreadsAndDescriptorsAreFreed()
    {
        MountOnce();
        var threads = Directory.GetDirectories("/proc/self/task").Length;
        for (var i = 0; i < 20; i++)
            MountOnce();
        Assert.DoesNotContain(Directory.GetFiles("/proc/self/fd"), IsDevice);
        Assert.InRange(Directory.GetDirectories("/proc/self/task").Length, 1, threads + 5);
        static bool IsDevice(string descriptor) => File.ResolveLinkTarget(descriptor, false)?.FullName is "/dev/fuse";
        static void MountOnce()
        {
            using var mount = new LiveMount(MemoryFileSystem.Sample());
            Assert.True(File.Exists(mount.At("hello")));
        }
    }

    [Fact]
    public void AbortingGivesErrorsToTheWaiting()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var files = MemoryFileSystem.Sample();
        files.Hook = (operation, _, _) =>
        {
            if (operation is not "read")
                return Errno.None;
            entered.Set();
            gate.Wait(Patience);
            return Errno.None;
        };
        using var control = new ControlFileSystem();
        using var mount = new LiveMount(files);
        using var reader = Shell.Start("cat", mount.At("hello"));
        Assert.True(entered.Wait(Patience));
        Assert.True(mount.Session.Abort());
        Assert.NotEqual(0, Shell.Finish(reader).ExitCode);
        gate.Set();
        Assert.True(mount.Session.WaitForExit(Patience));
        Assert.Contains("not connected", Shell.Run("stat", mount.At("hello")).Error, StringComparison.Ordinal);
        Shell.Output("umount \"$1\"", mount.Path);
    }

    [Fact]
    public void AKilledServersMountIsReplaced()
    {
        using var folder = new TempFolder();
        for (var i = 0; i < 2; i++)
        {
            using var server = ServerProcess.Start("-", folder.Path);
            Assert.Equal("Hello, world!\n", File.ReadAllText(Path.Combine(folder.Path, "hello")));
            server.Kill();
            server.WaitForExit();
            ServerProcess.WaitUntilDead("stat", folder.Path);
        }
        using var session = FuseSession.Start(MemoryFileSystem.Sample(), folder.Path, new MountOptions(), new SessionOptions());
        Assert.Equal("Hello, world!\n", File.ReadAllText(Path.Combine(folder.Path, "hello")));
        Assert.Single(MountTable.ReadOwn(), entry => string.Equals(entry.Mountpoint, folder.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void ADeadMountCanBeUnmounted()
    {
        using var folder = new TempFolder();
        using var server = ServerProcess.Start("-", folder.Path);
        server.Kill();
        server.WaitForExit();
        Assert.Equal(UnmountResult.Done, FuseMount.Unmount(folder.Path, lazy: false));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AutoUnmountCleansUpAfterAKilledServer()
    {
        using var folder = new TempFolder();
        using var server = ServerProcess.Start("auto_unmount", folder.Path);
        Assert.Equal("Hello, world!\n", File.ReadAllText(Path.Combine(folder.Path, "hello")));
        server.Kill();
        server.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => Shell.Run("findmnt", "--mountpoint", folder.Path).ExitCode != 0, Patience));
    }

    [Fact]
    public void AutoUnmountEndsWithTheSession()
    {
        using var mount = new LiveMount(MemoryFileSystem.Sample(), new MountOptions { AutoUnmount = true, FsName = "a,b" });
        Assert.Equal("Hello, world!\n", Shell.Output("cat \"$1\"", mount.At("hello")));
        Assert.Equal("a,b\n", Shell.Output("findmnt -n -o SOURCE \"$1\"", mount.Path));
    }
}
