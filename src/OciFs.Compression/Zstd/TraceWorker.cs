using System.Runtime.ExceptionServices;

namespace OciFs.Compression.Zstd;

/// <summary>
/// Traces batches in order on a thread of the pool while the reader decodes the next ones. Where the reader must wait and no thread
/// of the pool is at it, the reader traces itself: a busy pool costs time, never progress.
/// </summary>
/// <remarks>All members but the work item belong to the reader's thread. The tracer is touched under the gate only.</remarks>
internal sealed class TraceWorker(FrameTracer tracer) : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Batches that may wait: enough that a thread that traces finds the next one before it goes to sleep.</summary>
    public const int Depth = 4;

    private readonly Lock gate = new();
    private readonly ManualResetEventSlim progress = new();     // set behind every batch and behind every release of the gate by the pool
    private readonly BlockBatch[] queue = new BlockBatch[Depth];
    private ExceptionDispatchInfo? failure;
    private long submitted;     // written by the reader
    private long traced;        // written under the gate
    private volatile bool stopped;

    /// <summary>Hands a batch over, which must not change until <see cref="WaitFor"/> its ticket returns.</summary>
    /// <returns>The ticket, counted from 1.</returns>
    public long Submit(BlockBatch batch)
    {
        WaitFor(submitted + 1 - Depth);
        queue[submitted % Depth] = batch;
        Volatile.Write(ref submitted, submitted + 1);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return submitted;
    }

    /// <summary>Returns when every batch handed over is traced.</summary>
    public void WaitForAll() => WaitFor(submitted);

    /// <summary>Returns when the batch of this ticket is traced.</summary>
    public void WaitFor(long ticket)
    {
        while (Volatile.Read(ref traced) < ticket)
        {
            progress.Reset();
            if (gate.TryEnter())
            {
                TraceNext();
                gate.Exit();
            }
            else if (Volatile.Read(ref traced) < ticket)
            {
                progress.Wait();
            }
        }

        Volatile.Read(ref failure)?.Throw();
    }

    /// <summary>Drops what waits and lets the batch finish that is being traced.</summary>
    public void Dispose()
    {
        stopped = true;
        gate.Enter();
        gate.Exit();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        if (gate.TryEnter())
        {
            while (TraceNext())
            {
            }

            gate.Exit();
            progress.Set();
        }
    }

    private bool TraceNext()
    {
        if (stopped || traced == Volatile.Read(ref submitted))
        {
            return false;
        }

        try
        {
            if (failure is null)
            {
                tracer.Trace(queue[traced % Depth]);
            }
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        Volatile.Write(ref traced, traced + 1);
        progress.Set();
        return true;
    }
}
