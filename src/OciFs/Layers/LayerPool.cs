using System.Collections.Concurrent;
using System.Diagnostics;
using OciFs.Compression;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>All layers of one store that were looked into, each once, and what they share: cache folder, memory, first-pass gate.</summary>
internal sealed class LayerPool : IDisposable
{
    private readonly ConcurrentDictionary<LayerClaim, Layer> _layers = new();
    private readonly ConcurrentDictionary<Digest, VerifiedBlob> _blobs = new();

    // By all that a config and a manifest claim: one that lies must not spoil the images that tell the truth.
    private readonly ConcurrentDictionary<LayerClaim, IReadOnlyList<string>> _layerProblems = new();
    private readonly ConcurrentDictionary<Digest, IReadOnlyList<string>> _blobProblems = new();

    private readonly ReadPlaces _places = new(Limits.ReadsOfAllLayers);

    public LayerPool(IStore store, LayerIndexCache cache, MemoryBudget memory)
    {
        Store = store;
        Cache = cache;
        Memory = memory;
        DiffIds = new DiffIdChecker(this);
    }

    /// <summary>What is wrong with a layer or blob has changed.</summary>
    public event Action<Digest>? ProblemsChanged;

    /// <summary>Where blobs come from.</summary>
    public IStore Store { get; }

    /// <summary>Where indexes are kept.</summary>
    public LayerIndexCache Cache { get; }

    /// <summary>The caches of all layers; stays the caller's, and outlives this.</summary>
    public MemoryBudget Memory { get; }

    /// <summary>Wanted distance of seek points in decompressed bytes.</summary>
    public int SeekSpan { get; init; } = IndexingReader.DefaultSpan;

    /// <summary>Whether opened layers are compared with their diffIDs, behind the back of whoever opened them: they have to stay open then.</summary>
    public bool ComparesDiffIds { get; init; } = true;

    /// <summary>Told of the passes over layers and blobs that somebody waits for.</summary>
    public WorkMeter Meter { get; init; } = new();

    /// <summary>What was done to have layers open.</summary>
    public LayerCounters Counters { get; } = new();

    /// <summary>A first pass has come to its end.</summary>
    public event Action<LayerPass>? Passed;

    /// <summary>Counts and tells a first pass.</summary>
    public void Note(in LayerPass pass)
    {
        Counters.CountMade(pass);
        Passed?.Invoke(pass);
    }

    /// <summary>Bounds the first passes under way.</summary>
    public FirstPassGate Gate { get; } = new();

    /// <summary>The places of reads of one layer or blob, which are among those of all.</summary>
    public ReadPlaces PlacesOfOne() => new(Limits.ReadsOfOneLayer, _places);

    /// <summary>Checks opened layers against their diffIDs.</summary>
    public DiffIdChecker DiffIds { get; }

    /// <summary>A layer; nothing is read yet.</summary>
    public Layer Get(in LayerClaim claim) => _layers.GetOrAdd(claim, static (claim, pool) => new Layer(pool, claim), this);

    /// <summary>Closes a layer that nobody uses, and forgets it; it may be had again.</summary>
    public void Close(in LayerClaim claim)
    {
        if (_layers.TryRemove(claim, out var layer))
        {
            layer.Dispose();
        }
    }

    /// <summary>
    /// Bytes of a layer's tar, where they are known without a look into it: it was opened, its index is kept, or its blob is the tar. Null elsewhere.
    /// </summary>
    public long? TarSizeOf(in LayerClaim claim) =>
        _layers.GetValueOrDefault(claim)?.OpenedIfReady?.Content.StreamLength
        ?? (claim.DiffId?.Digest == claim.Digest ? claim.Size : Cache.TarSizeOf(claim.Digest) ?? (claim.DiffId is { } tar ? Cache.TarSizeOf(tar.Digest) : null));

    /// <summary>A blob as it is stored; nothing is read yet.</summary>
    public VerifiedBlob GetBlob(Digest digest) => _blobs.GetOrAdd(digest, d => new VerifiedBlob(this, d));

    /// <summary>What the last opening of a layer, and of its blob as a file, found wrong, a line each.</summary>
    public IReadOnlyList<string> ProblemsOf(in LayerClaim layer) =>
        [.. _layerProblems.GetValueOrDefault(layer, []), .. ProblemsOf(layer.Digest)];

    /// <summary>What the last opening of a blob as a file found wrong, a line each.</summary>
    public IReadOnlyList<string> ProblemsOf(Digest blob) => _blobProblems.GetValueOrDefault(blob, []);

    /// <summary>Tells all that is known to be wrong with a layer; nothing is good news.</summary>
    public void Report(Layer layer, params IReadOnlyList<string> found) => Report(_layerProblems, layer.Claim, layer.Claim.Digest, found);

    /// <summary>Tells what the opening of a blob as a file found; nothing is good news.</summary>
    public void Report(Digest blob, params IReadOnlyList<string> found) => Report(_blobProblems, blob, blob, found);

    /// <inheritdoc/>
    public void Dispose() => TryDispose();

    /// <summary>
    /// Closes all layers and blobs, within <see cref="Limits.ClosingTime"/> in all. False where reads hang, as of a network disk that does not answer: they
    /// go on to use what they have, the block cache too, until they or the process end.
    /// </summary>
    public bool TryDispose()
    {
        var begun = Stopwatch.GetTimestamp();
        Gate.Close();
        if (!DiffIds.TryDispose(Limits.ClosingTime))
        {
            // What is being checked would be taken from under the one who hangs.
            Memory.Leave();
            return false;
        }

        var areClosed = true;
        foreach (var layer in _layers.Values)
        {
            areClosed &= layer.TryDispose(Rest(begun));
        }

        foreach (var blob in _blobs.Values)
        {
            areClosed &= blob.TryDispose(Rest(begun));
        }

        if (areClosed)
        {
            Gate.Dispose();
        }
        else
        {
            Memory.Leave();
        }

        return areClosed;
    }

    private static TimeSpan Rest(long begun) =>
        Stopwatch.GetElapsedTime(begun) is var gone && gone < Limits.ClosingTime ? Limits.ClosingTime - gone : TimeSpan.Zero;

    private void Report<TKey>(ConcurrentDictionary<TKey, IReadOnlyList<string>> problems, TKey of, Digest blob, IReadOnlyList<string> found)
        where TKey : notnull
    {
        if (found.Count > 0)
        {
            problems[of] = found;
        }
        else if (!problems.TryRemove(of, out _))
        {
            return;
        }

        ProblemsChanged?.Invoke(blob);
    }
}
