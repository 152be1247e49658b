using System.Diagnostics;
using OciFs.Fuse.Mount;

namespace OciFs.Host;

/// <summary>Asks mounts how they are. One that hangs holds up a thread of its own and nobody else.</summary>
public static class MountProbe
{
    // errno-base.h, asm-generic/errno.h.
    private const int EPERM = 1, EACCES = 13, ECONNABORTED = 103, ENOTCONN = 107;

    // A process that is gone while it is asked is asked about once more.
    private const int Attempts = 2;

    /// <summary>Asks all, at once.</summary>
    /// <param name="mounts">The mounts.</param>
    /// <param name="patience">How long all of them together may take.</param>
    public static IReadOnlyList<MountReport> Ask(IReadOnlyList<MountEntry> mounts, TimeSpan patience)
    {
        var begun = Stopwatch.GetTimestamp();
        var answers = new MountReport?[mounts.Count];
        Thread[] threads = [.. mounts.Select((mount, i) => new Thread(() => Volatile.Write(ref answers[i], Ask(mount))) { IsBackground = true, Name = "ocifs probe" })];
        Array.ForEach(threads, thread => thread.Start());
        foreach (var thread in threads)
        {
            var left = patience - Stopwatch.GetElapsedTime(begun);
            thread.Join(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return [.. mounts.Select((mount, i) => Volatile.Read(ref answers[i]) ?? new MountReport(mount, MountState.Hanging, null))];
    }

    private static MountReport Ask(MountEntry mount)
    {
        var state = MountState.Dead;
        StatusDocument? status = null;
        for (var attempt = 0; attempt < Attempts && state is MountState.Dead; attempt++)
        {
            state = StatusAttribute.Read(mount.Mountpoint, out status) switch
            {
                EPERM or EACCES => MountState.Hidden,
                ENOTCONN or ECONNABORTED => MountState.Dead,
                _ => MountState.Live,
            };
        }

        return new MountReport(mount, state, status);
    }
}
