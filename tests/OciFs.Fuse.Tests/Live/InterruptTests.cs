using System.Diagnostics;
using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class InterruptOverDevice() : InterruptTests(Route.Device);

public sealed class InterruptOverRing() : InterruptTests(Route.Ring);

/// <summary>A program whose request waits can be stopped, and nothing else waits with it.</summary>
public abstract class InterruptTests(Route route) : RouteTests(route)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim _entered = new();
    private readonly TaskCompletionSource _ready = new();

    public override void Dispose()
    {
        _ready.TrySetResult();
        base.Dispose();
        _entered.Dispose();
    }

    /// <summary>An exit status of 128 + n is death by signal n.</summary>
    [Theory]
    [InlineData("getattr", "INT", 130, "stat")]
    [InlineData("getattr", "KILL", 137, "stat")]
    [InlineData("lookup", "INT", 130, "stat")]
    [InlineData("readdirplus", "TERM", 143, "ls")]
    [InlineData("readlink", "INT", 130, "readlink")]
    public void AWaitingProgramDies(string operation, string signal, int status, string program)
    {
        var files = MemoryFileSystem.Sample();
        using var mount = new LiveMount(Waiting(files, operation));
        var target = operation switch { "lookup" => mount.At("missing"), "readlink" => mount.At("link"), _ => mount.Path };
        using var process = Shell.Start("env", $"--default-signal={signal}".Replace("=KILL", "=INT"), program, target);
        Interrupt(process, signal, status);
        files.Hook = null;
        Assert.Equal("Hello, world!\n", Shell.Output("cat \"$1\"", mount.At("hello")));
        Assert.Equal(1, mount.Requests("FUSE_INTERRUPT"));
        Assert.Equal(1, mount.Session.Counters().Operations.Single(count => count.Operation.Equals($"FUSE_{operation}", StringComparison.OrdinalIgnoreCase)).Errors);
    }

    /// <summary>A direct read is the program's own request and is interrupted; from the kernel's read-ahead it drops out.</summary>
    [Theory]
    [InlineData("INT", 130, true)]
    [InlineData("KILL", 137, false)]
    public void AWaitingReaderDies(string signal, int status, bool direct)
    {
        var files = MemoryFileSystem.Sample();
        using var mount = new LiveMount(Waiting(files, "read"));
        string[] arguments = direct ? ["iflag=direct"] : [];
        using var process = Shell.Start("env", ["--default-signal=INT", "dd", $"if={mount.At("hello")}", .. arguments]);
        Interrupt(process, signal, status);
        _ready.SetResult();
        files.Hook = null;
        Assert.Equal("Hello, world!\n", Shell.Output("dd if=\"$1\" iflag=direct status=none", mount.At("hello")));
    }

    /// <summary>Many more than there are threads.</summary>
    [Fact]
    public void WaitingRequestsHoldUpNothing()
    {
        const int Many = 1000;
        const string Script = """
            import os, sys, threading
            threads = [threading.Thread(target=lambda: os.stat(sys.argv[1])) for _ in range(int(sys.argv[2]))]
            for t in threads: t.start()
            for t in threads: t.join()
            print('all')
            """;
        var files = MemoryFileSystem.Sample();
        using var mount = new LiveMount(Waiting(files, "getattr"), options: new SessionOptions { MaxWorkers = 2 });
        using var many = Shell.Start("python3", "-c", Script, mount.Path, $"{Many}");
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _waiting) == Many, Patience), $"only {_waiting} requests came");
        for (var cpu = 0; cpu < Environment.ProcessorCount; cpu++)
            Assert.Equal("Hello, world!\n", Shell.Output($"taskset -c {cpu} cat \"$1\"", mount.At("hello")));
        Assert.InRange(mount.Session.WorkerCount, 1, 4 + (4 * Environment.ProcessorCount)); // By the ring, as many again and four a CPU.
        files.Hook = null;
        _ready.SetResult();
        var result = Shell.Finish(many);
        Assert.Equal(("all\n", ""), (result.Output, result.Error));
    }

    [Fact]
    public void AnUnmountDoesNotWaitForWhatWaits()
    {
        using var folder = new TempFolder();
        using var control = new ControlFileSystem();
        var options = new SessionOptions { ExitGrace = TimeSpan.FromMilliseconds(500) };
        using var session = FuseSession.Start(Waiting(MemoryFileSystem.Sample(), "getattr"), folder.Path, new MountOptions(), options);
        using var process = Shell.Start("stat", folder.Path);
        Assert.True(_entered.Wait(Patience), "the request did not come");
        session.Dispose();
        Assert.True(session.WaitForExit(TimeSpan.Zero));
        Assert.NotEqual(0, Shell.Finish(process).ExitCode);
        Assert.Equal(UnmountResult.NotMounted, session.Unmount(lazy: false));
    }

    private int _waiting;

    private MemoryFileSystem Waiting(MemoryFileSystem files, string operation)
    {
        files.Validity = Validity.None;
        files.Hook = (current, node, context) =>
        {
            if (!string.Equals(current, operation, StringComparison.Ordinal) || context.ProcessId == Environment.ProcessId || _ready.Task.IsCompleted
                || (operation is "getattr" && node != NodeId.Root))
                return Errno.None;
            Interlocked.Increment(ref _waiting);
            _entered.Set();
            return context.Later(_ready.Task);
        };
        return files;
    }

    private void Interrupt(Process process, string signal, int status)
    {
        Assert.True(_entered.Wait(Patience), "the request did not come");
        Shell.Output($"kill -{signal} {process.Id}");
        Assert.Equal(status, Shell.Finish(process).ExitCode);
    }
}
