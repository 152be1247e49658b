namespace OciFs.Host.Logging;

/// <summary>
/// Hands messages to a sink on a thread of its own: no request waits for whoever reads the log. What comes when too many wait is lost, and counted. Any thread.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    private const int Most = 1000;

    // A reader that takes nothing holds up neither the start nor the end for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly object _gate = new(); // A monitor: all wait in it.
    private readonly Queue<LogEntry> _entries = new();
    private readonly Thread _thread;
    private ILogSink _sink;
    private long _lost;
    private bool _isWriting;
    private bool _isClosed;

    public LogQueue(ILogSink sink)
    {
        _sink = sink;
        _thread = new Thread(Write) { IsBackground = true, Name = "ocifs log" };
        _thread.Start();
    }

    /// <summary>Messages that were lost; from now on they are counted anew.</summary>
    public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

    /// <summary>Takes a message.</summary>
    public void Add(LogEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Count == Most || _isClosed)
            {
                Interlocked.Increment(ref _lost);
                return;
            }

            _entries.Enqueue(entry);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until all is written that was taken, but not for a sink that does not go on.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            while ((_entries.Count > 0 || _isWriting) && Monitor.Wait(_gate, Patience))
            {
            }
        }
    }

    /// <summary>Has what comes from now on written elsewhere.</summary>
    public void SwitchTo(ILogSink sink)
    {
        lock (_gate)
        {
            _sink = sink;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join(Patience);
    }

    private void Write()
    {
        while (TryTake(out var entry, out var sink))
        {
            try
            {
                sink.Write(entry);
            }
            catch (Exception)
            {
                // The last resort of this thread: what escapes it ends the whole mount.
                Interlocked.Increment(ref _lost);
            }

            lock (_gate)
            {
                _isWriting = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryTake(out LogEntry entry, out ILogSink sink)
    {
        lock (_gate)
        {
            while (_entries.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            sink = _sink;
            return _isWriting = _entries.TryDequeue(out entry!);
        }
    }
}
