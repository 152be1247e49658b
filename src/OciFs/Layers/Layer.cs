using System.Diagnostics;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>
/// A layer of a store, indexed when first needed: from the cache, or by one pass. Shared by all images that have the layer; lives as
/// long as its <see cref="LayerPool"/>. Any thread.
/// </summary>
internal sealed class Layer : IStackedLayer, IDisposable
{
    private readonly LayerPool _pool;
    private readonly Opening<OpenedLayer> _opening;
    private readonly ReadProblems _reads;
    private volatile string? _foundLater;

    public Layer(LayerPool pool, in LayerClaim claim)
    {
        _pool = pool;
        Claim = claim;
        _reads = new(claim.Digest, TellAll);
        _opening = new(claim.Digest, OpenAsync, Tell, problem => pool.Report(this, problem));
    }

    /// <summary>What its image claims of it.</summary>
    public LayerClaim Claim { get; }

    /// <summary>The work of which its passes are a part; null where somebody waits for this layer alone.</summary>
    public Work? Within { get; init; }

    /// <inheritdoc/>
    public LayerContent Content => _opening.Value.Content;

    /// <inheritdoc/>
    public LayerContent? ContentIfReady => _opening.ValueIfReady?.Content;

    /// <summary>The open layer and the form in which the store has it; as <see cref="Content"/>.</summary>
    public OpenedLayer Opened => _opening.Value;

    /// <summary>As <see cref="Opened"/>, if the first pass is behind it.</summary>
    public OpenedLayer? OpenedIfReady => _opening.ValueIfReady;

    /// <inheritdoc cref="Opening{T}.Start"/>
    public Task<OpenedLayer> Start() => _opening.Start();

    /// <summary>Tells what was found out about the open layer, beside what is known already.</summary>
    public void Report(string problem)
    {
        _foundLater = problem;
        TellAll();
    }

    /// <inheritdoc/>
    public void Dispose() => TryDispose(Limits.ClosingTime);

    /// <summary>Frees the layer; false where a read of its blob hangs, which then goes on to use what it has.</summary>
    public bool TryDispose(TimeSpan patience) => _opening.WaitForEnd(patience) && (ContentIfReady?.TryDispose(patience) ?? true);

    private async Task<OpenedLayer> OpenAsync()
    {
        var stored = Claim.OpenFrom(_pool.Store);
        if (Claim.EncryptedProblem is { } problem && stored.Proof is LayerProof.Bytes && stored.Key == Claim.Digest)
        {
            using (stored)
            {
                throw new OciFsException(OciFsError.Unsupported, problem);
            }
        }

        while (true)
        {
            try
            {
                return await OpenAsync(stored);
            }
            catch (Exception error) when (stored.Otherwise is not null && error is IOException or OciFsException { Error: OciFsError.DigestMismatch })
            {
                using var given = stored;
                stored = await _pool.Gate.RunAsync(given.Bytes.Length, given.Otherwise!);
            }
            catch
            {
                stored.Dispose();
                throw;
            }
        }
    }

    private async Task<OpenedLayer> OpenAsync(StoredLayer stored)
    {
        var cached = TryOpenCached(stored);
        try
        {
            if (cached is not null && stored.Copy is { } copy && !_pool.Cache.IsProven(copy, stored.Key))
            {
                using var work = Begin("comparing", stored);
                await _pool.Gate.RunAsync(stored.Bytes.Length, end => Prove(stored, work, end));
            }

            if (cached is not null)
            {
                _pool.Counters.CountFound();
            }

            var index = cached ?? await IndexAsync(stored);
            if (stored.Copy is { } proven)
            {
                _pool.Cache.KeepProven(proven, stored.Key);
            }

            return new OpenedLayer(stored, new LayerContent(stored.Bytes, index, _pool.Memory.Blocks, _reads, _pool.PlacesOfOne()), cached is not null);
        }
        catch
        {
            cached?.Dispose();
            throw;
        }
    }

    private static StoredLayer Prove(StoredLayer stored, Work work, CancellationToken end)
    {
        using var stream = new HashingPrefetchStream(stored.Bytes, stored.Key, end, work);
        stream.Check();
        return stored;
    }

    private void Tell(OpenedLayer opened)
    {
        _pool.Report(this, opened.Problems);
        if (_pool.ComparesDiffIds && opened.MayMissDiffId(Claim.DiffId))
        {
            _pool.DiffIds.Enqueue(this);
        }
    }

    private void TellAll() => _pool.Report(
        this, [.. OpenedIfReady?.Problems ?? [], .. _foundLater is { } found ? (string[])[found] : [], .. _reads.Lines]);

    private LayerIndex? TryOpenCached(StoredLayer stored)
    {
        var cached = _pool.Cache.TryOpen(stored.Key);
        if (cached is null || cached.Seek.CompressedLength == stored.Bytes.Length)
        {
            return cached;
        }

        cached.Dispose();
        return null;
    }

    private async Task<LayerIndex> IndexAsync(StoredLayer stored)
    {
        using var work = Begin("indexing", stored);
        return await _pool.Gate.RunAsync(stored.Bytes.Length, end =>
        {
            var begun = Stopwatch.GetTimestamp();
            using var made = LayerIndexer.Index(stored, Claim, _pool.Cache.Folder, _pool.SeekSpan, end, work);
            var index = _pool.Cache.Keep(stored.Key, made);
            _pool.Note(new LayerPass(Claim.Digest, stored.Bytes.Length, index.Seek.Length, Stopwatch.GetElapsedTime(begun)));
            return index;
        });
    }

    // Before its turn has come: whoever waits for several layers is to know how much there is to do.
    private Work Begin(string doing, StoredLayer stored) => Within is { } whole
        ? whole.Begin(stored.Bytes.Length, Claim.Size)
        : _pool.Meter.Begin($"{doing} layer {Claim.Digest.Short}", stored.Bytes.Length);
}
