using System.Collections.Concurrent;
using OciFs.Descriptors;
using OciFs.Images;
using OciFs.Layers;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Proving;

/// <summary>
/// Reads images to their last byte and tells what of them is what it should be: documents and files by their digests and sizes, layers by their digests, or, where
/// a store has them unpacked, by what it kept to make the tar again; the tars of layers by their diffIDs, and that they are sound. What several images share is read
/// once. Nothing that was found out before this was made is believed. Any thread; as many layers are read at once as there are cores.
/// </summary>
public sealed class ContentProver : IDisposable
{
    // Beyond this a document or file is hashed as it is read, and not held.
    private const int HeldBytes = 1 << 20;

    private readonly ImageStore _store;
    private readonly WorkMeter _meter;
    private readonly LayerProver _layers;
    private readonly FirstPassGate _gate = new();
    private readonly ConcurrentDictionary<LayerKey, Lazy<Task<LayerVerdict>>> _verdicts = new();
    private readonly ConcurrentDictionary<(Digest, long), Lazy<Task<ContentProof>>> _blobs = new();

    /// <param name="store">Where the images are; stays the caller's.</param>
    /// <param name="options">Where large tables may lie meanwhile, and who is told how far it is.</param>
    public ContentProver(ImageStore store, ImageStoreOptions options)
    {
        _store = store;
        _meter = options.Meter;
        _layers = new LayerProver(store.Store, options.Cache);
    }

    /// <summary>Reads an image.</summary>
    /// <param name="image">The image, one of the store's.</param>
    /// <param name="only">One of its platforms, where only that is meant.</param>
    /// <returns>What was found. Fails with <see cref="OperationCanceledException"/> where this was disposed of.</returns>
    public async Task<ImageProof> ProveAsync(Image image, ImagePlatform? only = null)
    {
        var (report, referrers) = await Task.Run(() => (only is null ? image.CheckAll() : image.Check(only), ReferrersOf(image, only)));
        var claims = (only is null ? image.Resolved.Platforms.AsEnumerable() : [only.Resolved])
            .SelectMany(platform => platform.Layers).ToLookup(layer => layer.Descriptor.Digest, layer => layer.Claim);

        // All of it is begun before any is waited for: who looks at the meter sees how much there is.
        Task<ContentProof>[] contents = [.. report.Present.Select(content => ProveAsync(content, [.. claims[content.Digest].Distinct()]))];
        var known = report.Required.Select(content => content.Digest).ToHashSet();
        Task<ContentProof>[] beside = [.. referrers.Where(content => known.Add(content.Digest)).Select(content => ProveAsync(content, []))];
        return new ImageProof(image, only, report, [.. await Task.WhenAll(contents)], [.. await Task.WhenAll(beside)]);
    }

    /// <summary>Ends what is being read, soon.</summary>
    public void Dispose()
    {
        _gate.Close();
        Task[] left = [.. _verdicts.Values.Select(verdict => (Task)verdict.Value), .. _blobs.Values.Select(proof => proof.Value)];
        Task.WhenAll(left).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _gate.Dispose();
    }

    private async Task<ContentProof> ProveAsync(Descriptor content, LayerClaim[] claims)
    {
        if (claims.Length == 0)
        {
            return await _blobs.GetOrAdd((content.Digest, content.Size), _ => new(() => ReadAsync(content))).Value with { Descriptor = content };
        }

        var state = ProofState.Sound;
        var problems = new List<string>();
        foreach (var claim in claims)
        {
            var verdict = await _verdicts.GetOrAdd(LayerKey.Of(claim, _store.Store), key => new(() => ReadAsync(key))).Value;
            var mismatch = verdict.ProblemWith(claim.Digest, claim.DiffId);
            problems.AddRange([.. verdict.Problems, .. mismatch is null ? (string[])[] : [mismatch]]);
            state = Worse(state, mismatch is null ? verdict.State : Worse(verdict.State, ProofState.Damaged));
        }

        return new ContentProof(content, state, [.. problems.Distinct(StringComparer.Ordinal)]);
    }

    private static ProofState Worse(ProofState one, ProofState other) => one > other ? one : other;

    private async Task<LayerVerdict> ReadAsync(LayerKey key)
    {
        using var work = _meter.Begin($"checking layer {key.Claim.Digest.Short}", Math.Max(key.Claim.Size, 0));
        return await _gate.RunAsync(key.Claim.Size, end => _layers.Prove(key.Claim, work, end));
    }

    private async Task<ContentProof> ReadAsync(Descriptor content)
    {
        using var work = _meter.Begin($"checking blob {content.Digest.Short}", Math.Max(content.Size, 0));
        return await _gate.RunAsync(content.Size, end => Read(content, work, end));
    }

    private ContentProof Read(Descriptor content, Work work, CancellationToken end)
    {
        try
        {
            if (content.Size is >= 0 and <= HeldBytes || ContentKinds.Of(content.MediaType) is ContentKind.Index or ContentKind.Manifest or ContentKind.Config)
            {
                _store.Tree.Documents.Read(content);
                work.Advance(content.Size);
            }
            else
            {
                using var blob = StoredLayer.OfBlob(_store.Store, LayerClaim.Of(content));
                using var stream = new HashingPrefetchStream(blob.Bytes, content.Digest, end, work);
                stream.Check();
            }

            return new ContentProof(content, ProofState.Sound, []);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return ContentProof.Of(content, OpeningFailure.Of(error, content.Digest));
        }
    }

    // Artifacts about artifacts too; each once, for what is about what may go round.
    private List<Descriptor> ReferrersOf(Image image, ImagePlatform? only)
    {
        var found = new List<Descriptor>();
        var seen = new HashSet<Digest>();
        var waiting = new Queue<Referrer>((only is null ? image.Platforms : [only]).SelectMany(platform => platform.Referrers).Concat(image.Referrers));
        while (waiting.TryDequeue(out var referrer))
        {
            if (seen.Count < Limits.DescriptorsPerWalk && seen.Add(referrer.Descriptor.Digest))
            {
                _store.Walk(referrer.Descriptor, visit =>
                {
                    found.Add(visit.Descriptor);
                    return WalkStep.Continue;
                });
                foreach (var further in referrer.Referrers)
                {
                    waiting.Enqueue(further);
                }
            }
        }

        return found;
    }

    /// <summary>What is read once: a blob whatever is claimed of its tar, and an unpacked layer for each chain that it may end.</summary>
    private readonly record struct LayerKey(LayerClaim Claim, bool IsBlob)
    {
        public static LayerKey Of(in LayerClaim claim, IStore store) => claim.FormIn(store) is LayerForm.Blob
            ? new LayerKey(claim with { ChainId = null, DiffId = claim.DiffId is { } diffId ? Wanted(claim, diffId) : null }, true)
            : new LayerKey(claim, false);

        // What is compressed is compared with what each config claims afterwards: any digest of the algorithm asks for it to be computed.
        private static DiffId Wanted(in LayerClaim claim, DiffId diffId) =>
            diffId.Digest == claim.Digest ? diffId : new DiffId(Digest.Compute(diffId.Digest.Algorithm, []));
    }
}
