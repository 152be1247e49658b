using System.Globalization;
using System.Runtime.InteropServices;

namespace OciFs.Host;

/// <summary>What the system says of this process; null where it does not, as under a confinement that leaves no <c>/proc</c>.</summary>
internal static partial class ProcessFacts
{
    /// <summary>The user that it acts as.</summary>
    public static uint User { get; } = geteuid();

    /// <summary>Bytes of memory that are resident (proc_pid_statm(5), the second number, in pages).</summary>
    public static long? ResidentBytes()
    {
        try
        {
            return long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Descriptors that are open; the one by which that is found out not counted.</summary>
    public static int? Descriptors()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() - 1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
