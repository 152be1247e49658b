namespace OciFs.Conformance.Tests.Mounts;

/// <summary>A control group with little memory, of either version of the kernel's interface; removed when disposed, after its processes.</summary>
internal sealed class MemoryGroup : IDisposable
{
    private const string Version1 = "/sys/fs/cgroup/memory";
    private const string Version2 = "/sys/fs/cgroup";

    private readonly string folder;
    private readonly bool isVersion1;

    private MemoryGroup(string folder, bool isVersion1) => (this.folder, this.isVersion1) = (folder, isVersion1);

    /// <summary>The file that a process writes its number to, to be in it.</summary>
    public string Members => Path.Combine(folder, "cgroup.procs");

    /// <summary>Processes of it that the kernel has killed.</summary>
    public long Killed => File.ReadLines(Path.Combine(folder, isVersion1 ? "memory.oom_control" : "memory.events"))
        .Where(line => line.StartsWith("oom_kill ", StringComparison.Ordinal)).Sum(line => long.Parse(line.Split(' ')[1]));

    /// <summary>A group of this many bytes; null where this machine lets nobody make one.</summary>
    public static MemoryGroup? TryCreate(long bytes)
    {
        var isOld = File.Exists(Path.Combine(Version1, "memory.limit_in_bytes"));
        var group = Path.Combine(isOld ? Version1 : Version2, $"ocifs-test-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(group);
            File.WriteAllText(Path.Combine(group, isOld ? "memory.limit_in_bytes" : "memory.max"), $"{bytes}");
            return new MemoryGroup(group, isOld);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(group))
                Directory.Delete(group);
            return null;
        }
    }

    // The kernel lets go of a group a moment after its last process.
    public void Dispose() => SpinWait.SpinUntil(TryRemove, TimeSpan.FromSeconds(10));

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
