using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>
/// A layer blob of a store, indexed when first needed: from the cache, or by one pass. Shared by all images that have the layer; lives as
/// long as its <see cref="LayerPool"/>. Any thread.
/// </summary>
internal sealed class Layer : IStackedLayer, IDisposable
{
    private readonly LayerPool _pool;
    private readonly Opening<LayerContent> _opening;

    public Layer(LayerPool pool, Descriptor descriptor, DiffId? diffId)
    {
        _pool = pool;
        Descriptor = descriptor;
        DiffId = diffId;
        _opening = new(descriptor.Digest, OpenAsync, Opened, problem => pool.Report(this, problem));
    }

    /// <summary>The layer's descriptor.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>What the layer's tar is to be; null where no config tells.</summary>
    public DiffId? DiffId { get; }

    /// <inheritdoc/>
    public LayerContent Content => _opening.Value;

    /// <inheritdoc/>
    public LayerContent? ContentIfReady => _opening.ValueIfReady;

    /// <inheritdoc cref="Opening{T}.Start"/>
    public Task<LayerContent> Start() => _opening.Start();

    /// <summary>Tells what was found out about the open layer, beside the problems of its entries.</summary>
    public void Report(string problem) => _pool.Report(this, [.. ContentIfReady!.Index.Problems, problem]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _opening.WaitForEnd();
        ContentIfReady?.Dispose();
    }

    private async Task<LayerContent> OpenAsync()
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

            return new LayerContent(blob, await IndexAsync(blob), _pool.Blocks);
        }
        catch
        {
            blob.Dispose();
            throw;
        }
    }

    private void Opened(LayerContent content)
    {
        _pool.Report(this, content.Index.Problems);
        if (DiffId is not null)
        {
            _pool.DiffIds.Enqueue(this);
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

        return await _pool.Gate.RunAsync(end =>
        {
            using var made = LayerIndexer.Index(blob, Descriptor, _pool.Cache.Folder, _pool.SeekSpan, end);
            return _pool.Cache.Keep(Descriptor.Digest, made);
        });
    }
}
