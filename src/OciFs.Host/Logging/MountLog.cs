using System.Globalization;

namespace OciFs.Host.Logging;

/// <summary>
/// What a mount tells of itself while it serves. A message is told at most once in ten seconds, and at most twenty of a level; how many were left out is told
/// afterwards. No caller waits for whoever reads it. Any thread. Owns its sinks.
/// </summary>
public sealed class MountLog : IDisposable
{
    private const int MessageLength = 4096;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly LogThrottle _throttle = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly LogQueue _queue;
    private readonly LogLevel _least;
    private readonly ILogSink _first;
    private LogField[] _always = [];
    private bool _isClosed;

    /// <param name="sink">Where messages go.</param>
    /// <param name="least">Messages that matter less are not told.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public MountLog(ILogSink sink, LogLevel least, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _first = sink;
        _least = least;
        _queue = new LogQueue(sink);
        _timer = _time.CreateTimer(_ => EndWindow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        AppDomain.CurrentDomain.UnhandledException += TellOfTheEnd;
    }

    /// <summary>Where messages go once nobody hears the first sink any more; null for nowhere else.</summary>
    public ILogSink? Later { get; init; }

    /// <summary>Has each message tell what is mounted and where.</summary>
    public void Describe(string source, string mountpoint) => _always = [new("source", source), new("mountpoint", mountpoint)];

    /// <summary>Tells a message.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="message">What; texts of others may be in it.</param>
    /// <param name="fields">What programs are told beside it.</param>
    public void Write(LogLevel level, string message, params LogField[] fields)
    {
        if (level > _least)
        {
            return;
        }

        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            if (_throttle.IsEmpty)
            {
                _timer.Change(Window, Timeout.InfiniteTimeSpan);
            }

            if (_throttle.MayTell(level, message))
            {
                Add(level, message, fields);
            }
        }
    }

    /// <summary>Waits until what was told is written, for a reader that takes nothing a second at most; what is told from now on goes to <see cref="Later"/>, if there is one.</summary>
    public void GoOn()
    {
        _queue.Flush();
        if (Later is not null)
        {
            _queue.SwitchTo(Later);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= TellOfTheEnd;
        EndWindow();
        lock (_gate)
        {
            _isClosed = true;
            _timer.Dispose();
        }

        _queue.Dispose();
        (_first as IDisposable)?.Dispose();
        (Later as IDisposable)?.Dispose();
    }

    /// <summary>Has what was told be told again, for somebody who asks for it.</summary>
    public void Renew() => EndWindow();

    private void EndWindow()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            foreach (var (level, message, times) in _throttle.EndWindow())
            {
                var count = times.ToString(CultureInfo.InvariantCulture);
                Add(level, message is null ? $"{count} other messages were left out" : $"{message} ({count} more times)", [new("repeated", count)]);
            }
        }
    }

    private void Add(LogLevel level, string message, LogField[] fields)
    {
        LogField[] lost = _queue.TakeLost() is > 0 and var count ? [new("lost", count.ToString(CultureInfo.InvariantCulture))] : [];
        _queue.Add(new LogEntry(_time.GetUtcNow(), level, PrintableText.Line(message, MessageLength), [.. _always, .. fields, .. lost]));
    }

    // What a thread of ours did not catch: the runtime ends the process behind this.
    private void TellOfTheEnd(object sender, UnhandledExceptionEventArgs end)
    {
        var error = (Exception)end.ExceptionObject;
        lock (_gate)
        {
            Add(LogLevel.Error, $"the server ends by an error of its own: {error.GetType().Name}: {error.Message}", [new("stack", error.StackTrace ?? string.Empty)]);
        }

        _queue.Flush();
    }
}
