using System.Collections.Concurrent;
using OciFs.Compression;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>All layers of one store that were looked into, each once, and what they share: cache folder, block cache, first-pass gate.</summary>
internal sealed class LayerPool(IImageStore store, LayerIndexCache cache, BlockCache blocks) : IDisposable
{
    private readonly ConcurrentDictionary<Digest, Layer> _layers = new();
    private readonly ConcurrentDictionary<Digest, VerifiedBlob> _blobs = new();
    private readonly ConcurrentDictionary<Digest, IReadOnlyList<string>> _problems = new();

    /// <summary>What is wrong with a layer or blob has changed.</summary>
    public event Action<Digest>? ProblemsChanged;

    /// <summary>Where blobs come from.</summary>
    public IImageStore Store { get; } = store;

    /// <summary>Where indexes are kept.</summary>
    public LayerIndexCache Cache { get; } = cache;

    /// <summary>Decoded blocks of all layers.</summary>
    public BlockCache Blocks { get; } = blocks;

    /// <summary>Bounds the first passes under way.</summary>
    public FirstPassGate Gate { get; } = new();

    /// <summary>The layer of a descriptor; nothing is read yet.</summary>
    public Layer Get(Descriptor descriptor) => _layers.GetOrAdd(descriptor.Digest, (_, d) => new Layer(this, d), descriptor);

    /// <summary>A blob as it is stored; nothing is read yet.</summary>
    public VerifiedBlob GetBlob(Digest digest) => _blobs.GetOrAdd(digest, d => new VerifiedBlob(this, d));

    /// <summary>What the last opening of a layer or blob found wrong with it, a line each.</summary>
    public IReadOnlyList<string> ProblemsOf(Digest digest) => _problems.GetValueOrDefault(digest, []);

    /// <summary>Tells what the opening of a layer or blob found.</summary>
    public void Report(Digest digest, params IReadOnlyList<string> found)
    {
        if (found.Count > 0)
        {
            _problems[digest] = found;
        }
        else if (!_problems.TryRemove(digest, out _))
        {
            return;
        }

        ProblemsChanged?.Invoke(digest);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers.Values)
        {
            layer.Dispose();
        }

        foreach (var blob in _blobs.Values)
        {
            blob.Dispose();
        }

        Gate.Dispose();
    }
}
