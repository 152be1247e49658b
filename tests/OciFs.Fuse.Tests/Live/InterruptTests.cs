using System.Diagnostics;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class InterruptOverDevice() : InterruptTests(Route.Device);

public sealed class InterruptOverRing() : InterruptTests(Route.Ring);

/// <summary>A program that waits for the server can be stopped.</summary>
public abstract class InterruptTests(Route route) : RouteTests(route)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _cancelled = new();
    private readonly ManualResetEventSlim _release = new();

    public override void Dispose()
    {
        base.Dispose();
        _entered.Dispose();
        _cancelled.Dispose();
        _release.Dispose();
    }

    /// <summary>An exit status of 128 + n is death by signal n.</summary>
    [Theory]
    [InlineData("getattr", "INT", 130, "stat")]
    [InlineData("getattr", "KILL", 137, "stat")]
    [InlineData("lookup", "INT", 130, "stat")]
    [InlineData("readdirplus", "TERM", 143, "ls")]
    [InlineData("readlink", "INT", 130, "readlink")]
    public void AWaitingProgramDiesAndTheServerLearnsOfIt(string operation, string signal, int status, string program)
    {
        var files = MemoryFileSystem.Sample();
        using var mount = new LiveMount(Blocking(files, operation));
        var target = operation switch { "lookup" => mount.At("missing"), "readlink" => mount.At("link"), _ => mount.Path };
        using var process = Shell.Start("env", $"--default-signal={signal}".Replace("=KILL", "=INT"), program, target);
        Interrupt(process, signal, status);
        Assert.True(_cancelled.Wait(Patience), "the filesystem was not told");
        // The worker is free again, and its next request is not cancelled.
        files.Hook = null;
        Assert.Equal("Hello, world!\n", Shell.Output("cat \"$1\"", mount.At("hello")));
        Assert.Equal(1, mount.Session.Counters().Single(count => count.Operation is "FUSE_INTERRUPT").Requests);
    }

    /// <summary>A direct read is the program's own request and is interrupted; from the kernel's read-ahead it drops out.</summary>
    [Theory]
    [InlineData("INT", 130, true)]
    [InlineData("KILL", 137, false)]
    public void AWaitingReaderDies(string signal, int status, bool direct)
    {
        var files = MemoryFileSystem.Sample();
        using var mount = new LiveMount(Blocking(files, "read"));
        string[] arguments = direct ? ["iflag=direct"] : [];
        using var process = Shell.Start("env", ["--default-signal=INT", "dd", $"if={mount.At("hello")}", .. arguments]);
        Interrupt(process, signal, status);
        if (direct)
            Assert.True(_cancelled.Wait(Patience), "the filesystem was not told");
        _release.Set();
        files.Hook = null;
        Assert.Equal("Hello, world!\n", Shell.Output("dd if=\"$1\" iflag=direct status=none", mount.At("hello")));
    }

    private MemoryFileSystem Blocking(MemoryFileSystem files, string operation)
    {
        files.Validity = Validity.None;
        files.Hook = (current, _, context) =>
        {
            if (!string.Equals(current, operation, StringComparison.Ordinal) || context.ProcessId == Environment.ProcessId)
                return Errno.None;
            _entered.Set();
            WaitHandle.WaitAny([context.Cancellation.WaitHandle, _release.WaitHandle], Patience);
            if (!context.Cancellation.IsCancellationRequested)
                return Errno.None;
            _cancelled.Set();
            return Errno.EINTR;
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
