using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

/// <summary>What is particular to io_uring: when it is used, and what becomes of requests when entries or workers run short.</summary>
public sealed class RingTests() : RouteTests(Route.Ring)
{
    private const string Disabled = "/proc/sys/kernel/io_uring_disabled";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void WithoutTheKernelsOfferTheDeviceIsUsed()
    {
        File.WriteAllText("/sys/module/fuse/parameters/enable_uring", "N");
        using var mount = new LiveMount(MemoryFileSystem.Sample());
        Assert.False(mount.Session.IsOverRing);
        Assert.Equal("Hello, world!\n", Shell.Output("cat \"$1\"", mount.At("hello")));
    }

    [Theory]
    [InlineData("2", new string[0])]
    [InlineData("1", new[] { "setpriv", "--bounding-set=-all", "--inh-caps=-all" })]
    public void WhereRingsAreForbiddenTheDeviceIsUsed(string level, string[] wrapper)
    {
        var before = File.ReadAllText(Disabled);
        using var folder = new TempFolder();
        try
        {
            File.WriteAllText(Disabled, level);
            // Rights to mount are taken along into the namespace, rights to make rings are not.
            string[] command = [.. wrapper, "unshare", "-Urm", ServerProcess.Executable, ServerProcess.Command, "-", folder.Path];
            var result = Shell.Run(command[0], [.. command[1..], "sh", "-c", "cat \"$1/hello\"; ls -l /proc/$PPID/fd", "sh", folder.Path]);
            Assert.StartsWith("Hello, world!\n", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("io_uring", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.WriteAllText(Disabled, before);
        }
    }

    /// <summary>However far setting up comes, either nothing is mounted, or what is mounted answers.</summary>
    [Fact]
    public void WithFewDescriptorsItIsServedOrRefused()
    {
        using var folder = new TempFolder();
        var routes = new HashSet<bool>();
        for (var limit = 20; limit < 60; limit++)
        {
            var script = $"ulimit -n {limit}; exec \"$0\" \"$@\"";
            var result = Shell.Run(
                "sh", "-c", script, ServerProcess.Executable, ServerProcess.Command, "-", folder.Path,
                "sh", "-c", "cat \"$1/hello\" && ls -l /proc/$PPID/fd", "sh", folder.Path);
            if (result.ExitCode != 0)
                continue;
            Assert.StartsWith("Hello, world!\n", result.Output, StringComparison.Ordinal);
            routes.Add(result.Output.Contains("io_uring", StringComparison.Ordinal));
        }
        Assert.Equal(2, routes.Count);
    }

    /// <summary>More programs wait at once than a queue has entries, and than there are workers.</summary>
    [Theory]
    [InlineData(2, 50)]
    [InlineData(64, 200)]
    public void MoreRequestsThanWorkersAreAnsweredInTurn(int workers, int readers)
    {
        const string Script = """
            import os, sys, threading
            os.sched_setaffinity(0, {0})
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
        var files = MemoryFileSystem.Sample();
        files.Hook = (_, _, _) =>
        {
            Thread.Sleep(5);
            return Errno.None;
        };
        using var mount = new LiveMount(files, options: new SessionOptions { MaxWorkers = workers });
        Assert.Equal(0, Shell.Run("python3", "-c", Script, mount.Path, readers.ToString()).ExitCode);
    }

    /// <summary>A slow request holds up none that comes after it from the same CPU.</summary>
    [Fact]
    public void SlowRequestsDoNotHoldUpOthers()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new CountdownEvent(10);
        var files = MemoryFileSystem.Sample();
        files.Validity = Validity.None;
        files.Hook = (operation, node, context) =>
        {
            if (operation is not "readlink")
                return Errno.None;
            entered.Signal();
            gate.Wait(Patience);
            return Errno.None;
        };
        using var mount = new LiveMount(files);
        var waiting = Enumerable.Range(0, 10).Select(_ => Shell.Start("taskset", "1", "readlink", mount.At("link"))).ToArray();
        Assert.True(entered.Wait(Patience));
        Assert.Equal("Hello, world!\n", Shell.Output("taskset 1 cat \"$1\"", mount.At("hello")));
        Assert.All(waiting, process => Assert.False(process.HasExited));
        gate.Set();
        Assert.All(waiting, process => Assert.Equal("folder/inner\n", Shell.Finish(process).Output));
        foreach (var process in waiting)
            process.Dispose();
    }
}
