using System.Diagnostics;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>A server that stays in the foreground (<c>mount -f</c>), so that its process is known.</summary>
internal sealed class ForegroundServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Process process;
    private bool isReady;

    private ForegroundServer(MountPoint point, Process process)
    {
        Point = point;
        this.process = process;
        Assert.True(
            SpinWait.SpinUntil(() => process.HasExited || MountTable.Contains(point.Path), Patience), "nothing is mounted");
        Assert.True(IsRunning, "the server has ended");
        ServerId = MountProcesses.Server(point.Path)!.Value;
    }

    public MountPoint Point { get; }

    public bool IsRunning => !process.HasExited;

    /// <summary>The process that serves, which the one that stays in the foreground has started.</summary>
    public int ServerId { get; }

    /// <summary>Peak resident set in bytes (proc(5): VmHWM).</summary>
    public long PeakMemory => Status("VmHWM:");

    /// <summary>Resident memory that is no page of a file, in bytes (proc(5): RssAnon).</summary>
    public long AnonymousMemory => Status("RssAnon:");

    /// <summary>Resident memory in bytes without the pages of files in a folder (proc(5): smaps).</summary>
    public long MemoryBeside(string folder)
    {
        var (total, isBeside) = (0L, true);
        foreach (var line in File.ReadLines($"/proc/{ServerId}/smaps"))
        {
            // A mapping's first line begins with its addresses and ends with its file; its values follow, a name and a colon before each.
            if (!line.AsSpan(0, line.IndexOf(' ')).EndsWith(":"))
                isBeside = !line.Contains(folder, StringComparison.Ordinal);
            else if (isBeside && line.StartsWith("Rss:", StringComparison.Ordinal))
                total += Kibibytes(line);
        }

        return total;
    }

    /// <summary>Starts a server and waits until its mount is there.</summary>
    /// <param name="source">What to mount.</param>
    /// <param name="cache">An index cache of its own, else that of the test run.</param>
    /// <param name="group">A control group that its processes are in; null for the test's own.</param>
    public static ForegroundServer Start(string source, string? cache = null, MemoryGroup? group = null) => Start(source, [$"OCIFS_CACHE={cache ?? IndexCache.Folder}"], group);

    /// <summary>Starts a server with variables of its own and waits until its mount is there.</summary>
    public static ForegroundServer Start(string source, string[] variables, params string[] options) => Start(source, variables, null, options);

    private static ForegroundServer Start(string source, string[] variables, MemoryGroup? group, params string[] options)
    {
        // A shell has what it starts in the background ignore SIGINT, and so all that this starts.
        var point = new MountPoint();
        return new ForegroundServer(
            point, Command.Start(
                "/bin/sh",
                [
                    "-c", "[ -z \"$0\" ] || echo $$ >\"$0\"; exec \"$@\"", group?.Members ?? string.Empty,
                    "/usr/bin/env", "--default-signal=INT", .. variables, Repository.Executable, "mount", "-f", .. options, source, point.Path,
                ]));
    }

    /// <summary>Waits until it says that the mount is usable, which is a little later than that it is there.</summary>
    public void WaitUntilReady()
    {
        if (!isReady)
            Assert.Contains("Ctrl-C unmounts", process.StandardOutput.ReadLine(), StringComparison.Ordinal);
        isReady = true;
    }

    /// <summary>Sends a signal by its name.</summary>
    public void Signal(string name) => Command.Run("kill", "-s", name, $"{process.Id}").Ok();

    /// <summary>Sends a signal by its name to the process that serves, once the mount is usable.</summary>
    public void SignalServer(string name)
    {
        WaitUntilReady();
        Command.Run("kill", "-s", name, $"{ServerId}").Ok();
    }

    /// <summary>Waits for the next line on stderr.</summary>
    public string ReadErrorLine()
    {
        var line = process.StandardError.ReadLineAsync();
        Assert.True(line.Wait(Patience), "no line on stderr");
        return line.Result ?? "";
    }

    /// <summary>Waits for the end of the process and returns its exit status and what it wrote on stderr.</summary>
    public (int ExitCode, string Error) WaitForExit()
    {
        Assert.True(process.WaitForExit(Patience), "the server does not end");
        return (process.ExitCode, process.StandardError.ReadToEnd());
    }

    private long Status(string field) =>
        Kibibytes(File.ReadLines($"/proc/{ServerId}/status").Single(line => line.StartsWith(field, StringComparison.Ordinal)));

    private static long Kibibytes(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;

    public void Dispose()
    {
        Point.Dispose();
        if (!process.WaitForExit(Patience))
            process.Kill();
        process.Dispose();
    }
}
