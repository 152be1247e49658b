using System.Diagnostics;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>A server that stays in the foreground (<c>mount -f</c>), so that its process is known.</summary>
internal sealed class ForegroundServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process process;

    private ForegroundServer(MountPoint point, Process process)
    {
        Point = point;
        this.process = process;
    }

    public MountPoint Point { get; }

    public bool IsRunning => !process.HasExited;

    /// <summary>Peak resident set in bytes (proc(5): VmHWM).</summary>
    public long PeakMemory => long.Parse(File.ReadLines($"/proc/{process.Id}/status")
        .Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;

    /// <summary>Starts a server and waits until its mount is there.</summary>
    /// <param name="source">What to mount.</param>
    /// <param name="cache">An index cache of its own, else that of the test run.</param>
    public static ForegroundServer Start(string source, string? cache = null)
    {
        var point = new MountPoint();
        var environment = $"OCIFS_CACHE={cache ?? IndexCache.Folder}";
        var server = new ForegroundServer(
            point, Command.Start("/usr/bin/env", environment, Repository.Executable, "mount", "-f", source, point.Path));
        Assert.True(
            SpinWait.SpinUntil(() => server.process.HasExited || MountTable.Contains(point.Path), Patience), "nothing is mounted");
        Assert.True(server.IsRunning, "the server has ended");
        return server;
    }

    /// <summary>Sends a signal by its name.</summary>
    public void Signal(string name) => Command.Run("kill", "-s", name, $"{process.Id}").Ok();

    /// <summary>Waits for the end of the process and returns its exit status and what it wrote on stderr.</summary>
    public (int ExitCode, string Error) WaitForExit()
    {
        Assert.True(process.WaitForExit(Patience), "the server does not end");
        return (process.ExitCode, process.StandardError.ReadToEnd());
    }

    public void Dispose()
    {
        Point.Dispose();
        if (!process.WaitForExit(Patience))
            process.Kill();
        process.Dispose();
    }
}
