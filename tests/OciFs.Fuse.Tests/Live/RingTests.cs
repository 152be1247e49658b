using OciFs.Fuse.Interop;
using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

/// <summary>What is particular to io_uring: when it is used, and what becomes of requests when entries or workers run short.</summary>
public sealed class RingTests() : RouteTests(Route.Ring)
{
    private const string Disabled = "/proc/sys/kernel/io_uring_disabled";

    private const string RootOnly = "only root can change what the kernel offers";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void WithoutTheKernelsOfferTheDeviceIsUsed()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, RootOnly);
        File.WriteAllText("/sys/module/fuse/parameters/enable_uring", "N");
        using var mount = new LiveMount(MemoryFileSystem.Sample());
        Assert.False(mount.Session.IsOverRing);
        Assert.Equal("Hello, world!\n", Shell.Output("cat \"$1\"", mount.At("hello")));
    }

    /// <summary>Root of a user namespace may mount, but where only administrators may make rings it may not make them.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void WhereRingsAreForbiddenTheDeviceIsUsed(string level)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, RootOnly);
        var before = File.ReadAllText(Disabled);
        using var folder = new TempFolder();
        try
        {
            File.WriteAllText(Disabled, level);
            Assert.Equal(("Hello, world!\n", false), Look("unshare", "-Urm"));
        }
        finally
        {
            File.WriteAllText(Disabled, before);
        }
        Assert.Equal(("Hello, world!\n", true), Look("unshare", "-Urm"));

        (string Content, bool HasRings) Look(params string[] wrapper)
        {
            var look = "cat \"$1/hello\" && ls -l /proc/$PPID/fd";
            var result = Shell.Run(
                wrapper[0], [.. wrapper[1..], ServerProcess.Executable, ServerProcess.Command, "-", folder.Path, "sh", "-c", look, "sh", folder.Path]);
            Assert.Equal((0, ""), (result.ExitCode, result.Error));
            return (result.Output[..14], result.Output.Contains("io_uring", StringComparison.Ordinal));
        }
    }

    /// <summary>However far setting up comes, either nothing is mounted, or what is mounted answers.</summary>
    [Fact]
    public void WithFewDescriptorsItIsServedOrRefused()
    {
        // Loads what needs descriptors to be loaded.
        using (new LiveMount(MemoryFileSystem.Sample()))
            Assert.Throws<FuseMountException>(() => StartWithDescriptors(int.MaxValue, "/nonexistent"));
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        for (var left = 16; left >= 1; left--)
        {
            using var folder = new TempFolder();
            var session = StartWithDescriptors(left, folder.Path);
            outcomes.Add(session is null ? "refused" : session.IsOverRing ? "ring" : "device");
            if (session is null)
            {
                Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
                continue;
            }
            using (session)
            {
                Assert.Equal("Hello, world!\n", Shell.Output("cat \"$1\"", Path.Combine(folder.Path, "hello")));
            }
            Assert.True(session.WaitForExit(TimeSpan.Zero));
        }
        Assert.True(outcomes.IsSupersetOf(["device", "ring"]), string.Join(" ", outcomes));
    }

    /// <summary>More programs ask at once than a queue has owners of entries, and than there are workers.</summary>
    [Theory]
    [InlineData(2, 50)]
    [InlineData(64, 200)]
    public void MoreRequestsThanWorkersAreAnsweredInTurn(int workers, int readers)
    {
        var files = MemoryFileSystem.Sample();
        files.Hook = Slowly;
        using var mount = new LiveMount(files, options: new SessionOptions { MaxWorkers = workers });
        AskAtOnce(mount, readers, 0);
    }

    /// <summary>Whatever a shortage of workers has done to the queues: when it is over, nothing waits behind a slow request.</summary>
    [Fact]
    public void AfterABurstSlowRequestsHoldUpNoOthers()
    {
        const int Slow = 3;
        using var gate = new ManualResetEventSlim();
        using var entered = new CountdownEvent(Slow);
        var files = MemoryFileSystem.Sample();
        files.Validity = Validity.None;
        var folder = files.Root.Children[1].Node.Id;
        using var mount = new LiveMount(files, options: new SessionOptions { MaxWorkers = Slow + 1 });
        files.Hook = Slowly;
        for (var burst = 0; burst < 4; burst++)
            AskAtOnce(mount, 50, burst % 2);
        files.Hook = (operation, node, _) =>
        {
            if (operation is not "lookup" || node != folder)
                return Errno.None;
            entered.Signal();
            gate.Wait(Patience);
            return Errno.None;
        };
        var waiting = Enumerable.Range(0, Slow).Select(i => Shell.Start("taskset", $"{1 + (i % 2)}", "stat", mount.At($"folder/slow{i}"))).ToArray();
        Assert.True(entered.Wait(Patience));
        for (var i = 0; i < 20; i++)
            Assert.Equal("Hello, world!\n", Shell.Output($"taskset {1 + (i % 2)} timeout 10 cat \"$1\"", mount.At("hello")));
        Assert.All(waiting, process => Assert.False(process.HasExited));
        gate.Set();
        Assert.All(waiting, process => Assert.Contains("No such file", Shell.Finish(process).Error, StringComparison.Ordinal));
    }

    /// <summary>Slow requests hold up none that comes after them from the same CPU.</summary>
    [Fact]
    public void SlowRequestsDoNotHoldUpOthers()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new CountdownEvent(10);
        var files = MemoryFileSystem.Sample();
        var folder = files.Root.Children[1].Node.Id;
        files.Hook = (operation, node, _) =>
        {
            if (operation is not "lookup" || node != folder)
                return Errno.None;
            entered.Signal();
            gate.Wait(Patience);
            return Errno.None;
        };
        using var mount = new LiveMount(files);
        Shell.Output("stat \"$1\"", mount.At("folder"));
        var waiting = Enumerable.Range(0, 10).Select(i => Shell.Start("taskset", "1", "stat", mount.At($"folder/missing{i}"))).ToArray();
        Assert.True(entered.Wait(Patience));
        Assert.Equal("Hello, world!\n", Shell.Output("taskset 1 cat \"$1\"", mount.At("hello")));
        Assert.All(waiting, process => Assert.False(process.HasExited));
        gate.Set();
        Assert.All(waiting, process => Assert.Contains("No such file", Shell.Finish(process).Error, StringComparison.Ordinal));
    }

    private static Errno Slowly(string operation, NodeId node, RequestContext context)
    {
        Thread.Sleep(5);
        return Errno.None;
    }

    /// <summary>Looks up so many names that are not there, each by a thread of its own, all from one CPU.</summary>
    private static void AskAtOnce(LiveMount mount, int threads, int cpu)
    {
        const string Script = """
            import os, sys, threading
            os.sched_setaffinity(0, {int(sys.argv[3])})
            bad = []
            def look(n):
                try: os.stat(sys.argv[1] + '/missing%d' % n)
                except FileNotFoundError: return
                bad.append(n)
            threads = [threading.Thread(target=look, args=(n,)) for n in range(int(sys.argv[2]))]
            for t in threads: t.start()
            for t in threads: t.join()
            sys.exit(len(bad))
            """;
        Assert.Equal(0, Shell.Run("python3", "-c", Script, mount.Path, $"{threads}", $"{cpu}").ExitCode);
    }

    /// <summary>Starts a session when so many descriptors are left.</summary>
    private static FuseSession? StartWithDescriptors(int left, string path)
    {
        var descriptors = new List<int>();
        try
        {
            for (int descriptor; (descriptor = Libc.open("/dev/null", LibcConstants.O_CLOEXEC)) >= 0;)
                descriptors.Add(descriptor);
            for (var i = 0; i < left && descriptors.Count > 0; i++)
            {
                Assert.Equal(0, Libc.close(descriptors[^1]));
                descriptors.RemoveAt(descriptors.Count - 1);
            }
            return FuseSession.Start(MemoryFileSystem.Sample(), path, new MountOptions(), new SessionOptions());
        }
        catch (Exception exception) when (left < int.MaxValue && exception is FuseMountException or IOException)
        {
            return null;
        }
        finally
        {
            foreach (var descriptor in descriptors)
                Assert.Equal(0, Libc.close(descriptor));
        }
    }
}
