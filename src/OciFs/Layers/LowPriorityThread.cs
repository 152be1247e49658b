using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>Threads for what nobody waits for.</summary>
internal static partial class LowPriorityThread
{
    // A tenth of what a thread of ordinary priority gets where both want the core. Lower would be a danger: the garbage collector waits
    // for every thread to be scheduled once.
    private const int Nice = 10;

    /// <summary>Starts one.</summary>
    public static Thread Start(string name, Action work)
    {
        var thread = new Thread(() =>
        {
            if (OperatingSystem.IsLinux())
            {
                // PRIO_PROCESS with id 0 is the calling thread (setpriority(2), "C library/kernel differences"); .NET's own
                // priorities do nothing on Linux. Where it fails, the thread has the priority of others.
                _ = setpriority(0, 0, Nice);
            }

            work();
        })
        { IsBackground = true, Name = name, Priority = ThreadPriority.BelowNormal };
        thread.Start();
        return thread;
    }

    [LibraryImport("libc")]
    private static partial int setpriority(int which, int who, int priority);
}
