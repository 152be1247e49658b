using System.Runtime;

namespace OciFs.Tests.Bounds;

/// <summary>The kernel's account of this process: what is resident, managed or not.</summary>
internal static class PeakMemory
{
    /// <summary>By how many bytes the process is larger at its largest while something runs; nothing else may run meanwhile.</summary>
    public static long GrowthIn(Action action)
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5"); // proc(5): sets the peak back to what is resident now.
        var before = Status("VmRSS:");
        action();
        return Status("VmHWM:") - before;
    }

    private static long Status(string field) =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..].Replace("kB", "")) << 10;
}
