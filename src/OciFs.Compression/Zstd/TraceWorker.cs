using System.Runtime.ExceptionServices;

namespace OciFs.Compression.Zstd;

/// <summary>
/// Traces one batch at a time on a thread of the pool while the reader decodes the next. A batch that no thread has begun when the
/// reader must wait for it is traced by the reader itself: a busy pool costs time, never progress.
/// </summary>
internal sealed class TraceWorker(FrameTracer tracer) : IThreadPoolWorkItem, IDisposable
{
    private const int Idle = 0;
    private const int Queued = 1;
    private const int Running = 2;

    private readonly ManualResetEventSlim done = new(initialState: true);
    private BlockBatch? batch;
    private ExceptionDispatchInfo? failure;
    private int state;

    /// <summary>Hands a batch over; it must not change until the next <see cref="Wait"/> returns. Waits for the batch before it.</summary>
    public void Submit(BlockBatch next)
    {
        Wait();
        batch = next;
        done.Reset();
        Volatile.Write(ref state, Queued);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Returns when the batch handed over last is traced.</summary>
    public void Wait()
    {
        RunIfQueued();
        done.Wait();
        failure?.Throw();
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => RunIfQueued();

    /// <summary>Waits for a batch that is being traced.</summary>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref state, Idle, Queued) != Queued)
        {
            done.Wait();
        }
    }

    private void RunIfQueued()
    {
        if (Interlocked.CompareExchange(ref state, Running, Queued) != Queued)
        {
            return;
        }

        try
        {
            tracer.Trace(batch!);
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        Volatile.Write(ref state, Idle);
        done.Set();
    }
}
