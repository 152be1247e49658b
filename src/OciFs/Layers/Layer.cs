using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>
/// A layer blob of a store, indexed when first needed: from the cache, or by one pass that every thread that asks waits for. Shared by
/// all images that have the layer; lives as long as its <see cref="LayerPool"/>. Any thread.
/// </summary>
internal sealed class Layer : IDisposable
{
    private readonly LayerPool _pool;
    private readonly Lock _gate = new();
    private volatile LayerContent? _content;
    private Task<LayerContent>? _pass;
    private long _failedAt;

    public Layer(LayerPool pool, Descriptor descriptor, DiffId? diffId)
    {
        _pool = pool;
        Descriptor = descriptor;
        DiffId = diffId;
    }

    /// <summary>The layer's descriptor.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>What the layer's tar is to be; null where no config tells.</summary>
    public DiffId? DiffId { get; }

    /// <summary>The layer's index and bytes, if the first pass is behind it.</summary>
    public LayerContent? ContentIfReady => _content;

    /// <summary>The layer's index and bytes; waits for the first pass.</summary>
    /// <exception cref="OciFsException">The layer cannot be had or is none; also when the wait was cancelled.</exception>
    public LayerContent Content(CancellationToken cancellation)
    {
        if (_content is { } ready)
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
        lock (_gate)
        {
            if (_pass is { IsFaulted: true } && OpeningFailure.MayRetry(_pass.Exception!, _failedAt))
            {
                _pass = null;
            }

            return _pass ??= Task.Run(OpenAsync);
        }
    }

    /// <summary>Tells what was found out about the open layer, beside the problems of its entries.</summary>
    public void Report(string problem) => _pool.Report(this, [.. _content!.Index.Problems, problem]);

    /// <inheritdoc/>
    public void Dispose() => _content?.Dispose();

    private async Task<LayerContent> OpenAsync()
    {
        try
        {
            var blob = _pool.Store.OpenBlob(Descriptor.Digest);
            try
            {
                if (blob.Length != Descriptor.Size)
                {
                    throw new OciFsException(
                        OciFsError.Invalid,
                        $"{Descriptor.Digest}: the blob has {blob.Length} bytes, its descriptor says {Descriptor.Size} (fetch the image again)");
                }

                var index = await IndexAsync(blob);
                _pool.Report(this, index.Problems);
                var content = _content = new LayerContent(blob, index, _pool.Blocks);
                if (DiffId is not null)
                {
                    _pool.DiffIds.Enqueue(this);
                }

                return content;
            }
            catch
            {
                blob.Dispose();
                throw;
            }
        }
        catch (Exception error)
        {
            var failure = OpeningFailure.Of(error, Descriptor.Digest);
            lock (_gate)
            {
                _failedAt = Environment.TickCount64;
            }

            _pool.Report(this, failure.Message);
            throw failure;
        }
    }

    private async Task<LayerIndex> IndexAsync(IBlob blob)
    {
        if (_pool.Cache.TryOpen(Descriptor.Digest) is { } cached)
        {
            if (cached.Seek.CompressedLength == blob.Length)
            {
                return cached;
            }

            cached.Dispose();
        }

        return await _pool.Gate.RunAsync(() => _pool.Cache.Keep(Descriptor.Digest, LayerIndexer.Index(blob, Descriptor, _pool.SeekSpan)));
    }
}
