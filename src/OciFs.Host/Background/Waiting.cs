using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OciFs.Host.Background;

/// <summary>Waiting for descriptors (poll(2)).</summary>
internal static unsafe class Waiting
{
    /// <summary>Waits until there is something to read, or the other end is closed.</summary>
    /// <returns>False when <paramref name="patience"/> has passed.</returns>
    public static bool ForInput(int descriptor, TimeSpan patience)
    {
        Span<bool> ready = stackalloc bool[1];
        return ForInput([descriptor], ready, patience);
    }

    /// <summary>Waits until one of several has something to read, or its other end is closed.</summary>
    /// <param name="descriptors">The descriptors; eight at most. A negative one is never ready.</param>
    /// <param name="ready">Which of them.</param>
    /// <param name="patience">How long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    /// <returns>False when <paramref name="patience"/> has passed.</returns>
    public static bool ForInput(ReadOnlySpan<int> descriptors, Span<bool> ready, TimeSpan patience)
    {
        var begun = Stopwatch.GetTimestamp();
        var polled = stackalloc poll_descriptor[descriptors.Length];
        for (var i = 0; i < descriptors.Length; i++)
        {
            polled[i] = new poll_descriptor { fd = descriptors[i], events = BackgroundInterop.POLLIN };
        }

        int count;
        do
        {
            var left = patience == Timeout.InfiniteTimeSpan ? -1 : Math.Max(0, Math.Ceiling((patience - Stopwatch.GetElapsedTime(begun)).TotalMilliseconds));
            count = BackgroundInterop.poll(polled, (nuint)descriptors.Length, (int)Math.Min(left, int.MaxValue));
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == BackgroundInterop.EINTR);
        for (var i = 0; i < descriptors.Length; i++)
        {
            ready[i] = polled[i].revents != 0;
        }

        return count > 0;
    }
}
