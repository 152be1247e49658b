using System.Globalization;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>The processes of a mount, by what they were started with (proc(5): cmdline, environ).</summary>
internal static class MountProcesses
{
    /// <summary>The one that serves; null where there is none.</summary>
    public static int? Server(string point) => Find(point, "OCIFS_SERVER=");

    /// <summary>The one that keeps a mount in the background; null where there is none.</summary>
    public static int? Monitor(string point) => Find(point, "OCIFS_MONITOR=");

    /// <summary>Whether a process is there and no zombie.</summary>
    public static bool IsRunning(int pid) => Read($"/proc/{pid}/stat") is { } stat && stat[stat.LastIndexOf(')')..] is not ([_, _, 'Z', ..] or [_, _, 'X', ..]);

    private static int? Find(string point, string variable)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && Read($"{folder}/cmdline")?.Contains(point, StringComparison.Ordinal) is true
                && Read($"{folder}/environ")?.Contains(variable, StringComparison.Ordinal) is true)
                return pid;
        }

        return null;
    }

    // It may end at any time.
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
