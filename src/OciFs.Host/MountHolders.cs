using System.Globalization;
using OciFs.Fuse.Mount;
using OciFs.Host.Logging;

namespace OciFs.Host;

/// <summary>A process that keeps a mount busy.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Name">What the kernel calls it; whatever it has called itself.</param>
/// <param name="Uses">What it has of the mount, in words for people: <c>working directory</c>, <c>2 open files</c>.</param>
public sealed record MountHolder(int Pid, string Name, IReadOnlyList<string> Uses);

/// <summary>Who keeps a mount busy, by <c>/proc</c> (proc(5)): nothing of the mount is looked at, which may hang. Of processes of others only root is told.</summary>
public static class MountHolders
{
    private const int HoldersTold = 5;

    // TASK_COMM_LEN of linux/sched.h is 16; quoted it may be longer.
    private const int LongestName = 100;

    /// <summary>The processes that have something of a mount.</summary>
    public static IReadOnlyList<MountHolder> Of(MountEntry mount) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && pid != Environment.ProcessId).Order().Select(pid => Of(mount, pid)).OfType<MountHolder>(),
    ];

    /// <summary>Who keeps a mount busy, in words for people; null where that is not to be seen.</summary>
    public static string? Describe(MountEntry mount)
    {
        string[] holders =
        [
            .. Of(mount).Select(holder => $"{holder.Pid} {holder.Name} ({string.Join(", ", holder.Uses)})"),
            .. Below(mount).Select(below => $"{below.Mountpoint} (mounted on it)"),
        ];
        var told = string.Join(", ", holders.Take(HoldersTold)) + (holders.Length > HoldersTold ? $" and {holders.Length - HoldersTold} more" : string.Empty);
        return told.Length == 0 ? null : told;
    }

    /// <summary>The mounts that stand on a mount.</summary>
    public static IReadOnlyList<MountEntry> Below(MountEntry mount) => [.. MountTable.Read().Where(entry => entry.ParentId == mount.Id)];

    private static MountHolder? Of(MountEntry mount, int pid)
    {
        var process = $"/proc/{pid}";
        string?[] uses =
        [
            IsBelow(mount, $"{process}/cwd") ? "working directory" : null,
            IsBelow(mount, $"{process}/root") ? "root directory" : null,
            Counted(OpenFiles(mount, process), "open file"),
            Counted(MappedFiles(mount, process), "mapped file"),
        ];
        return uses.OfType<string>().ToArray() is { Length: > 0 } found ? new MountHolder(pid, NameOf(process), found) : null;
    }

    private static string? Counted(int count, string what) => count == 0 ? null : count == 1 ? what : $"{count} {what}s";

    private static bool IsBelow(MountEntry mount, string link) => Try(() => new FileInfo(link).LinkTarget) is { } target
        && (target == mount.Mountpoint || target.StartsWith(mount.Mountpoint.TrimEnd('/') + "/", StringComparison.Ordinal));

    private static int OpenFiles(MountEntry mount, string process)
    {
        var wanted = $"mnt_id:\t{mount.Id}";
        return Try(() => Directory.GetFiles($"{process}/fdinfo"))?.Count(file => Try(() => File.ReadAllLines(file))?.Contains(wanted, StringComparer.Ordinal) is true) ?? 0;
    }

    private static int MappedFiles(MountEntry mount, string process)
    {
        // Address, permissions, offset, device, inode, path.
        var device = string.Create(CultureInfo.InvariantCulture, $"{mount.Major:x2}:{mount.Minor:x2}");
        return Try(() => File.ReadAllLines($"{process}/maps"))?.Select(line => line.Split(' ', 6))
            .Where(fields => fields.Length > 4 && fields[3] == device).DistinctBy(fields => fields[4], StringComparer.Ordinal).Count() ?? 0;
    }

    private static string NameOf(string process) => Try(() => File.ReadAllText($"{process}/comm"))?.TrimEnd('\n') is { } name ? PrintableText.Line(name, LongestName) : "?";

    // A process may end at any time, and belong to somebody else.
    private static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
