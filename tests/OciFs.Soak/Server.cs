using System.Diagnostics;
using System.Text.Json;

namespace OciFs.Soak;

/// <summary>A mount of <c>ocifs</c>, and the process that serves it.</summary>
internal sealed class Server : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _executable;

    /// <summary>Mounts a source in the background.</summary>
    public Server(string executable, string source, string mountpoint, string cache, params string[] options)
    {
        _executable = executable;
        Mountpoint = Directory.CreateDirectory(mountpoint).FullName;
        Run(executable, cache, ["mount", "--quiet", .. options, source, mountpoint]);
        using var status = JsonDocument.Parse(File.ReadAllText(Path.Join(mountpoint, ".ocifs/status.json")));
        Process = status.RootElement.GetProperty("pid").GetInt32();
    }

    public string Mountpoint { get; }

    /// <summary>The folder of an image below <c>images/</c>, for names of usual characters.</summary>
    public static string FolderOf(string image) => image.Replace('/', '~');

    public int Process { get; }

    public bool IsMounted => File.ReadLines("/proc/self/mountinfo").Any(line => line.Split(' ')[4] == Mountpoint);

    /// <summary>What the process takes now.</summary>
    public Usage Usage => Usage.Of(Process, CacheBytes());

    /// <summary>Unmounts; the process ends.</summary>
    public void Dispose() => Unmount();

    /// <summary>Unmounts, also where somebody waits in it; the process ends.</summary>
    public void Unmount(params string[] options)
    {
        if (IsMounted)
            Run(_executable, null, ["umount", .. options, Mountpoint]);
        if (!SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{Process}") || IsZombie, Patience))
            throw new Mismatch($"{Mountpoint}: the server does not end");
    }

    /// <summary>Ends the process and detaches the mount, where nothing else helps.</summary>
    public void Abandon()
    {
        _ = Native.kill(Process, Native.SIGKILL);
        using var detach = System.Diagnostics.Process.Start("umount", ["--lazy", Mountpoint]);
        detach.WaitForExit();
    }

    /// <summary>What the server's caches take by its own account, which grows until they are full.</summary>
    private long CacheBytes()
    {
        using var status = JsonDocument.Parse(File.ReadAllText(Path.Join(Mountpoint, ".ocifs/status.json")));
        return status.RootElement.GetProperty("memory").GetProperty("shares").EnumerateObject().Sum(share => share.Value.GetProperty("bytes").GetInt64());
    }

    private bool IsZombie => File.ReadAllText($"/proc/{Process}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static void Run(string executable, string? cache, string[] arguments)
    {
        var start = new ProcessStartInfo(executable, arguments) { RedirectStandardError = true, UseShellExecute = false };
        if (cache is not null)
            start.Environment["OCIFS_CACHE"] = cache;
        using var process = System.Diagnostics.Process.Start(start)!;
        if (!process.WaitForExit(Patience))
            throw new Mismatch($"ocifs {string.Join(' ', arguments)} does not end");
        if (process.ExitCode != 0)
            throw new Mismatch($"ocifs {string.Join(' ', arguments)}: {process.StandardError.ReadToEnd().Trim()}");
    }
}
