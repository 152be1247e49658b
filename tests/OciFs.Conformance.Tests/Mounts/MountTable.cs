namespace OciFs.Conformance.Tests.Mounts;

/// <summary>What the kernel says is mounted (proc(5), mountinfo).</summary>
internal static class MountTable
{
    /// <summary>Whether something is mounted at this very path, which must need no escape in mountinfo.</summary>
    public static bool Contains(string path) => TypeAt(path) is not null;

    /// <summary>The file system type of the topmost mount at a path, or null where none is.</summary>
    public static string? TypeAt(string path) => File.ReadLines("/proc/self/mountinfo")
        .Select(line => line.Split(' '))
        .Where(fields => fields[4] == path)
        .Select(fields => fields[Array.IndexOf(fields, "-") + 1])
        .LastOrDefault();
}
