using OciFs.Descriptors;

namespace OciFs.Layers;

/// <summary>
/// A layer blob of a store, indexed when first needed: from the cache, or by one pass that every thread that asks waits for. Shared by
/// all images that have the layer; lives as long as its <see cref="LayerPool"/>. Any thread.
/// </summary>
internal sealed class Layer : IDisposable
{
    // A blob that could not be had may be there a moment later; bytes that are wrong stay wrong.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly LayerPool pool;
    private readonly Lock gate = new();
    private volatile LayerContent? content;
    private Task<LayerContent>? pass;
    private long failedAt;

    public Layer(LayerPool pool, Descriptor descriptor)
    {
        this.pool = pool;
        Descriptor = descriptor;
    }

    /// <summary>The layer's descriptor.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>The layer's index and bytes, if the first pass is behind it.</summary>
    public LayerContent? ContentIfReady => content;

    /// <summary>The layer's index and bytes; waits for the first pass.</summary>
    /// <exception cref="OciFsException">The layer cannot be had or is none; also when the wait was cancelled.</exception>
    public LayerContent Content(CancellationToken cancellation)
    {
        if (content is { } ready)
        {
            return ready;
        }

        var running = Start();
        try
        {
            running.Wait(cancellation);
            return running.Result;
        }
        catch (OperationCanceledException)
        {
            throw new OciFsException(OciFsError.Cancelled, $"{Descriptor.Digest}: interrupted while the layer was read for the first time");
        }
        catch (AggregateException error) when (error.InnerException is OciFsException inner)
        {
            throw new OciFsException(inner.Error, inner.Message, inner);
        }
    }

    /// <summary>Starts the first pass where it has not begun, without waiting for it.</summary>
    public Task<LayerContent> Start()
    {
        lock (gate)
        {
            if (pass is { IsFaulted: true } && MayRetry(pass.Exception!))
            {
                pass = null;
            }

            return pass ??= Task.Factory.StartNew(Open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => content?.Dispose();

    private bool MayRetry(AggregateException failure) =>
        failure.InnerException is OciFsException { Error: OciFsError.NotFound or OciFsError.Unavailable or OciFsError.PermissionDenied }
        && Environment.TickCount64 - failedAt > RetryAfter.TotalMilliseconds;

    private LayerContent Open()
    {
        try
        {
            var blob = pool.Store.OpenBlob(Descriptor.Digest);
            try
            {
                var index = pool.Cache.TryOpen(Descriptor.Digest) is { } cached && cached.Seek.CompressedLength == blob.Length
                    ? cached
                    : pool.Cache.Keep(Descriptor.Digest, pool.Gate.Run(() => LayerIndexer.Index(blob, Descriptor)));
                pool.Report(Descriptor.Digest, index.Problems);
                return content = new LayerContent(blob, index, pool.Blocks);
            }
            catch
            {
                blob.Dispose();
                throw;
            }
        }
        catch (OciFsException error)
        {
            lock (gate)
            {
                failedAt = Environment.TickCount64;
            }

            pool.Report(Descriptor.Digest, error.Message);
            throw;
        }
    }
}
