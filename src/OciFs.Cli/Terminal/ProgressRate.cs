using System.Diagnostics;

namespace OciFs.Cli.Terminal;

/// <summary>Bytes a second of the last seconds. One thread.</summary>
internal sealed class ProgressRate
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Queue<(long At, long Done)> _seen = new();

    /// <summary>Begins anew.</summary>
    /// <param name="done">Bytes that are done already.</param>
    public void Begin(long done)
    {
        _seen.Clear();
        _seen.Enqueue((Stopwatch.GetTimestamp(), done));
    }

    /// <summary>The rate, as of now; 0 where nothing was done.</summary>
    /// <param name="done">Bytes that are done.</param>
    public double Of(long done)
    {
        var now = Stopwatch.GetTimestamp();
        while (_seen.Count > 1 && Stopwatch.GetElapsedTime(_seen.Peek().At, now) > Window)
        {
            _seen.Dequeue();
        }

        var (at, before) = _seen.Peek();
        _seen.Enqueue((now, done));
        return now == at ? 0 : Math.Max(done - before, 0) / Stopwatch.GetElapsedTime(at, now).TotalSeconds;
    }
}
