using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>Threads that leave the cores to those who answer the kernel.</summary>
/// <remarks>
/// A thread has the priority of the one that makes it, and cannot get a better one without rights that a server does not keep: work of the thread pool is not to be
/// begun on such a thread, for the pool makes its threads where work is given to it.
/// </remarks>
internal static partial class LowPriorityThread
{
    // A tenth of what a thread of ordinary priority gets where both want the core. Lower would be a danger: the garbage collector waits
    // for every thread to be scheduled once.
    private const int Unawaited = 10;

    // A third, beside threads that answer what is indexed; and beside other programs, for somebody waits for it.
    private const int Awaited = 5;

    private const int Nicest = 19;

    /// <summary>Starts one for what nobody waits for.</summary>
    public static Thread Start(string name, Action work) => Start(name, Unawaited, work);

    /// <summary>Runs on one what somebody waits for, and longer than for a listing. Its exceptions are thrown here.</summary>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Start("ocifs first pass", Awaited, () =>
        {
            try
            {
                result = work();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        }).Join();
        failure?.Throw();
        return result!;
    }

    private static Thread Start(string name, int nice, Action work)
    {
        var thread = new Thread(() =>
        {
            if (OperatingSystem.IsLinux())
            {
                // PRIO_PROCESS with id 0 is the calling thread (setpriority(2), "C library/kernel differences"); .NET's own
                // priorities do nothing on Linux. Where it fails, the thread has the priority of others.
                _ = setpriority(0, 0, Math.Min(getpriority(0, 0) + nice, Nicest));
            }

            work();
        })
        { IsBackground = true, Name = name, Priority = ThreadPriority.BelowNormal };
        thread.Start();
        return thread;
    }

    [LibraryImport("libc")]
    private static partial int getpriority(int which, int who);

    [LibraryImport("libc")]
    private static partial int setpriority(int which, int who, int priority);
}
