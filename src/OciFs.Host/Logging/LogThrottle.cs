namespace OciFs.Host.Logging;

/// <summary>
/// Lets each message through once in a window of time, and so many of a level: a disk that fails must not flood the log. What is held back is counted. One thread
/// at a time.
/// </summary>
internal sealed class LogThrottle
{
    /// <summary>Different messages of a level in a window.</summary>
    public const int MostOfLevel = 20;

    private readonly Dictionary<(LogLevel Level, string Message), long> _repeats = [];
    private readonly Dictionary<LogLevel, long> _others = [];

    /// <summary>Whether nothing was let through in this window.</summary>
    public bool IsEmpty => _repeats.Count == 0;

    /// <summary>Whether a message is to be told now; it counts as held back otherwise.</summary>
    public bool MayTell(LogLevel level, string message)
    {
        if (_repeats.TryGetValue((level, message), out var times))
        {
            _repeats[(level, message)] = times + 1;
            return false;
        }

        if (_repeats.Keys.Count(told => told.Level == level) == MostOfLevel)
        {
            _others[level] = _others.GetValueOrDefault(level) + 1;
            return false;
        }

        _repeats.Add((level, message), 0);
        return true;
    }

    /// <summary>Ends the window.</summary>
    /// <returns>What was held back in it: the message, or null for others, and how often.</returns>
    public IReadOnlyList<(LogLevel Level, string? Message, long Times)> EndWindow()
    {
        var held = new List<(LogLevel, string?, long)>();
        foreach (var ((level, message), times) in _repeats)
        {
            if (times > 0)
            {
                held.Add((level, message, times));
            }
        }

        foreach (var (level, times) in _others)
        {
            held.Add((level, null, times));
        }

        _repeats.Clear();
        _others.Clear();
        return held;
    }
}
