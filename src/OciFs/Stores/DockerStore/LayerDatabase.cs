using OciFs.References;
using OciFs.Stores.Unpacked;

namespace OciFs.Stores.DockerStore;

/// <summary>The layers of one driver by <c>layerdb</c> (moby, layer/filestore.go). Any thread.</summary>
internal sealed class LayerDatabase(DockerFolder folder)
{
    private readonly Lock _gate = new();
    private (FileStatus? Status, ILookup<DiffId, ChainId> ByDiffId)? _listed;

    /// <summary>
    /// The layer that a claim means, without what lies below it: the one of its chain ID, else, where that is not told or not there, any of its
    /// diffID. Null where there is none.
    /// </summary>
    public ChainId? Find(in LayerClaim claim)
    {
        if (claim.ChainId is { } chain && DiffIdOf(chain) is { } diff && (claim.DiffId ?? diff) == diff)
        {
            return chain;
        }

        if (claim.DiffId is not { } own)
        {
            return null;
        }

        foreach (var other in ByDiffId()[own])
        {
            if (IsComparable(other, claim) || TarSplitOf(other).Status is { IsRegular: true })
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the folder of a layer gives what a claim means. A whole tree is compared with the one that it was unpacked upon, and differs from another one in
    /// other files: of such a layer only its tar is good for the same layer upon others.
    /// </summary>
    public bool IsComparable(ChainId layer, in LayerClaim claim) =>
        folder.Driver.Content is not UnpackedContent.WholeTree || claim.ChainId is null || claim.ChainId == layer;

    /// <summary>Where the files of a layer lie, and those of the layers below that it may refer to; null where the record is not whole.</summary>
    /// <param name="chain">The layer.</param>
    /// <param name="alone">Leaves the layers below out.</param>
    public UnpackedLayer? Unpacked(ChainId chain, bool alone)
    {
        if (FilesOf(chain) is not { IsLinkedFolder: false } files)
        {
            return null;
        }

        var tarSplit = TarSplitOf(chain);
        var hasTarSplit = tarSplit.Status is { IsRegular: true };
        var below = folder.Driver.Content is UnpackedContent.WholeTree ? 1 : Limits.LayersPerImage;
        return new UnpackedLayer(files.Path, folder.Driver.Content)
        {
            Lower = alone ? [] : [.. Below(chain).Take(below)],
            TarSplit = hasTarSplit ? tarSplit.Path : null,
            DiffId = hasTarSplit ? DiffIdOf(chain) : null,
        };
    }

    /// <summary>The tar-split data of a layer.</summary>
    public StorePlace TarSplitOf(ChainId chain) => folder.RecordOf(chain, "tar-split.json.gz");

    private IEnumerable<string> Below(ChainId chain)
    {
        while (ParentOf(chain) is { } parent && FilesOf(parent) is { } files)
        {
            yield return files.PathUnlinked();
            chain = parent;
        }
    }

    private DiffId? DiffIdOf(ChainId chain) =>
        DockerText.ReadDigest(folder.RecordOf(chain, "diff")) is { } digest ? new DiffId(digest) : null;

    private ChainId? ParentOf(ChainId chain) =>
        DockerText.ReadDigest(folder.RecordOf(chain, "parent")) is { } digest ? new ChainId(digest) : null;

    private StorePlace? FilesOf(ChainId chain) =>
        DockerText.Read(folder.RecordOf(chain, "cache-id")) is { } cache && StoreName.IsPlain(cache) ? folder.FilesOf(cache) : null;

    // A file is read for each layer that there is, and so only where a chain ID leads nowhere; again when layers came or went.
    private ILookup<DiffId, ChainId> ByDiffId()
    {
        lock (_gate)
        {
            var status = FileStatus.Of(folder.Layers);
            if (_listed is not { } listed || listed.Status != status || status is { IsSettled: false })
            {
                _listed = listed = (status, Chains().ToLookup(pair => pair.DiffId, pair => pair.Chain));
            }

            return listed.ByDiffId;
        }
    }

    private IEnumerable<(DiffId DiffId, ChainId Chain)> Chains()
    {
        string[] records;
        try
        {
            records = Directory.Exists(folder.Layers) ? Directory.GetDirectories(folder.Layers) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var record in records)
        {
            if (Digest.TryParse($"sha256:{Path.GetFileName(record)}", out var digest) && DiffIdOf(new ChainId(digest)) is { } diff)
            {
                yield return (diff, new ChainId(digest));
            }
        }
    }
}
