using System.Collections.Concurrent;
using OciFs.Compression;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>All layers of one store that were looked into, each once, and what they share: cache folder, block cache, first-pass gate.</summary>
internal sealed class LayerPool : IDisposable
{
    private readonly ConcurrentDictionary<Claim, Layer> _layers = new();
    private readonly ConcurrentDictionary<Digest, VerifiedBlob> _blobs = new();
    private readonly ConcurrentDictionary<Claim, IReadOnlyList<string>> _problems = new();

    public LayerPool(IImageStore store, LayerIndexCache cache, BlockCache blocks)
    {
        Store = store;
        Cache = cache;
        Blocks = blocks;
        DiffIds = new DiffIdChecker(this);
    }

    /// <summary>What is wrong with a layer or blob has changed.</summary>
    public event Action<Digest>? ProblemsChanged;

    /// <summary>Where blobs come from.</summary>
    public IImageStore Store { get; }

    /// <summary>Where indexes are kept.</summary>
    public LayerIndexCache Cache { get; }

    /// <summary>Decoded blocks of all layers.</summary>
    public BlockCache Blocks { get; }

    /// <summary>Wanted distance of seek points in decompressed bytes.</summary>
    public int SeekSpan { get; init; } = IndexingReader.DefaultSpan;

    /// <summary>Bounds the first passes under way.</summary>
    public FirstPassGate Gate { get; } = new();

    /// <summary>Checks opened layers against their diffIDs.</summary>
    public DiffIdChecker DiffIds { get; }

    /// <summary>The layer of a descriptor; nothing is read yet.</summary>
    /// <param name="descriptor">The blob.</param>
    /// <param name="diffId">What the config says of the layer's tar.</param>
    public Layer Get(Descriptor descriptor, DiffId? diffId) => _layers.GetOrAdd(
        Claim.Of(descriptor, diffId), static (claim, layer) => new Layer(layer.Pool, layer.Descriptor, claim.DiffId), (Pool: this, Descriptor: descriptor));

    /// <summary>A blob as it is stored; nothing is read yet.</summary>
    public VerifiedBlob GetBlob(Digest digest) => _blobs.GetOrAdd(digest, d => new VerifiedBlob(this, d));

    /// <summary>What the last opening of a layer, and of its blob as a file, found wrong, a line each.</summary>
    public IReadOnlyList<string> ProblemsOf(Descriptor layer, DiffId? diffId) =>
        [.. _problems.GetValueOrDefault(Claim.Of(layer, diffId), []), .. _problems.GetValueOrDefault(Claim.OfBlob(layer.Digest), [])];

    /// <summary>Tells all that is known to be wrong with a layer; nothing is good news.</summary>
    public void Report(Layer layer, params IReadOnlyList<string> found) => Report(Claim.Of(layer.Descriptor, layer.DiffId), found);

    /// <summary>Tells what the opening of a blob as a file found; nothing is good news.</summary>
    public void Report(Digest blob, params IReadOnlyList<string> found) => Report(Claim.OfBlob(blob), found);

    /// <inheritdoc/>
    public void Dispose()
    {
        DiffIds.Dispose();
        Gate.Close();
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

    private void Report(Claim claim, IReadOnlyList<string> found)
    {
        if (found.Count > 0)
        {
            _problems[claim] = found;
        }
        else if (!_problems.TryRemove(claim, out _))
        {
            return;
        }

        ProblemsChanged?.Invoke(claim.Digest);
    }

    // By all that a config and a manifest claim: one that lies must not spoil the images that tell the truth.
    private readonly record struct Claim(Digest Digest, long? Size, DiffId? DiffId)
    {
        public static Claim Of(Descriptor layer, DiffId? diffId) => new(layer.Digest, layer.Size, diffId);

        public static Claim OfBlob(Digest blob) => new(blob, null, null);
    }
}
