using System.Runtime.ExceptionServices;

namespace OciFs.Compression.Zstd;

/// <summary>
/// Traces batches in order on a thread of its own, of the reader's priority, while the reader decodes the next ones. Where the reader must wait and that
/// thread is not at it, the reader traces itself: a busy machine costs time, never progress.
/// </summary>
/// <remarks>
/// All members but the thread's belong to the reader's thread. The tracer is touched under the gate only. Not on a thread of the pool: one that the pool makes
/// here would keep the reader's priority.
/// </remarks>
internal sealed class TraceWorker(FrameTracer tracer) : IDisposable
{
    /// <summary>Batches that may wait: enough that a thread that traces finds the next one before it goes to sleep.</summary>
    public const int Depth = 4;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);               // one for each batch, and one for the end
    private readonly ManualResetEventSlim _progress = new();     // set behind every batch and behind every release of the gate by the thread
    private readonly BlockBatch[] _queue = new BlockBatch[Depth];
    private Thread? _thread;     // where there was a batch
    private ExceptionDispatchInfo? _failure;
    private long _submitted;     // written by the reader
    private long _traced;        // written under the gate
    private volatile bool _stopped;

    /// <summary>Hands a batch over, which must not change until <see cref="WaitFor"/> its ticket returns.</summary>
    /// <returns>The ticket, counted from 1.</returns>
    public long Submit(BlockBatch batch)
    {
        WaitFor(_submitted + 1 - Depth);
        _queue[_submitted % Depth] = batch;
        Volatile.Write(ref _submitted, _submitted + 1);
        _work.Release();
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "ocifs trace" };
            _thread.Start();
        }

        return _submitted;
    }

    /// <summary>Returns when every batch handed over is traced.</summary>
    public void WaitForAll() => WaitFor(_submitted);

    /// <summary>Returns when the batch of this ticket is traced.</summary>
    public void WaitFor(long ticket)
    {
        while (Volatile.Read(ref _traced) < ticket)
        {
            _progress.Reset();
            if (_gate.TryEnter())
            {
                TraceNext();
                _gate.Exit();
            }
            else if (Volatile.Read(ref _traced) < ticket)
            {
                _progress.Wait();
            }
        }

        Volatile.Read(ref _failure)?.Throw();
    }

    /// <summary>Drops what waits and lets the batch finish that is being traced.</summary>
    public void Dispose()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        _work.Release();
        _thread?.Join();
        _work.Dispose();
        _progress.Dispose();
    }

    private void Run()
    {
        while (!_stopped)
        {
            _work.Wait();
            if (!_gate.TryEnter())
            {
                continue;
            }

            while (TraceNext())
            {
            }

            _gate.Exit();
            _progress.Set();
        }
    }

    private bool TraceNext()
    {
        if (_stopped || _traced == Volatile.Read(ref _submitted))
        {
            return false;
        }

        try
        {
            if (_failure is null)
            {
                tracer.Trace(_queue[_traced % Depth]);
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        Volatile.Write(ref _traced, _traced + 1);
        _progress.Set();
        return true;
    }
}
