using System.Diagnostics;
using OciFs.Host.Background;

namespace OciFs.Cli.Terminal;

/// <summary>
/// What takes long, shown to who waits for it: one line on standard error, where that is a terminal, of work that goes on for more than half a second. The line
/// is gone before anything else is printed, and at the end. A process in the background tells the one that waits for it instead.
/// </summary>
internal static class Progress
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    private static readonly ProgressRate Rate = new();
    private static readonly Lock Ticking = new();
    private static Action<ProgressReport>? _show;
    private static Timer? _timer;
    private static ProgressReport? _reported;
    private static long _busySince; // Of Stopwatch; 0 while nothing is being done. Under the lock, as those below.
    private static long _shownAt;
    private static long _before; // Bytes of work that was done when this began.

    /// <summary>Where commands, and stores that they open, tell of long work.</summary>
    public static WorkMeter Meter { get; } = new();

    /// <summary>Begins to show what takes long, where somebody sees it.</summary>
    public static void Begin(bool isQuiet)
    {
        _show = ServerRole.IsAwaited ? report => ServerRole.SayProgress(report.What, report.Done, report.Total)
            : Screen.CanMove && !isQuiet ? Show
            : null;
        _timer = _show is null ? null : new Timer(_ => Tick(), null, Poll, Poll);
    }

    /// <summary>Shows nothing from now on.</summary>
    public static void End()
    {
        lock (Ticking)
        {
            _timer?.Dispose();
            _show = null;
        }

        ScreenLine.Erase();
    }

    /// <summary>Shows what another process tells that works for this one; null where it has ended.</summary>
    public static void Report(ProgressReport? report)
    {
        lock (Ticking)
        {
            _reported = report;
        }
    }

    private static void Tick()
    {
        lock (Ticking)
        {
            var now = Stopwatch.GetTimestamp();
            if (_show is null || (_reported ?? Measure()) is not { } report)
            {
                (_busySince, _before) = (0, Meter.Done);
                ScreenLine.Erase();
                return;
            }

            if (_busySince == 0)
            {
                _busySince = now;
                Rate.Begin(report.Done);
            }

            if (Stopwatch.GetElapsedTime(_busySince, now) >= Patience && Stopwatch.GetElapsedTime(_shownAt, now) >= Redraw)
            {
                _shownAt = now;
                _show(report);
            }
        }
    }

    private static void Show(ProgressReport report) => ScreenLine.Draw(width => ProgressLine.Of(report, Rate.Of(report.Done), width));

    private static ProgressReport? Measure()
    {
        var running = Meter.Running;
        if (running.IsEmpty)
        {
            return null;
        }

        // Of several the one that is the furthest: it is being done, others may wait.
        var first = running.MaxBy(work => work.Done)!;
        var what = running.Length == 1 ? first.What : $"{first.What} and {running.Length - 1} more";
        return new ProgressReport(what, Math.Max(Meter.Done - _before, 0), running.Any(work => work.Total == 0) ? 0 : Meter.Total - _before);
    }
}
