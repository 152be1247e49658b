using System.Diagnostics;
using System.Text.Json;
using OciFs.Fuse.Mount;

namespace OciFs.Host;

/// <summary>Asks mounts how they are. One that hangs holds up a thread of its own and nobody else.</summary>
public static class MountProbe
{
    // errno-base.h, asm-generic/errno.h: what .NET has no exception of its own for.
    private const int ECONNABORTED = 103, ENOTCONN = 107;

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
            state = TryRead(mount, ".ocifs/status.json", ref status);
            if (state is MountState.Live && status is null)
            {
                // That a name is not there the kernel remembers, also of a server that is gone; of a new name it asks.
                state = TryRead(mount, $".ocifs-{Guid.NewGuid():N}", ref status);
            }
        }

        return new MountReport(mount, state, status);
    }

    private static MountState TryRead(MountEntry mount, string file, ref StatusDocument? status)
    {
        try
        {
            status = JsonSerializer.Deserialize(File.ReadAllBytes($"{mount.Mountpoint}/{file}"), StatusJson.Default.StatusDocument);
            return MountState.Live;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return error switch
            {
                UnauthorizedAccessException => MountState.Hidden,
                { HResult: ENOTCONN or ECONNABORTED } => MountState.Dead,
                _ => MountState.Live,
            };
        }
    }
}
