using OciFs.Stores.Unpacked;

namespace OciFs.Stores.ContainersStorage;

/// <summary>Finds the layers that images claim among those of a storage root.</summary>
internal static class LayerFinder
{
    // Each costs a look or two at the folder; a tar that all images of a large store begin with is found among the first.
    private const int MostLooked = 256;

    /// <summary>
    /// The layer that a claim means, without what lies below it; null where there is none. Of several (one tar unpacked upon different layers is a layer for
    /// each) one with tar-split data is preferred, of these and of the others one that has its files.
    /// </summary>
    public static FoundLayer? Find(StorageState state, in LayerClaim claim) =>
        (claim.DiffId is { } diffId ? Best(state, diffId.Digest) : null) ?? Best(state, claim.Digest);

    private static FoundLayer? Best(StorageState state, References.Digest digest)
    {
        FoundLayer? best = null;
        foreach (var part in state.Parts)
        {
            foreach (var record in part.Layers.SelectMany(table => table.Find(digest)).Take(MostLooked))
            {
                var found = FoundLayer.Of(part, record);
                if (found.Rank == FoundLayer.BestRank)
                {
                    return found;
                }

                best = best is null || found.Rank > best.Rank ? found : best;
            }
        }

        return best;
    }
}

/// <summary>A layer's record, and what of it is there.</summary>
/// <param name="Part">Where.</param>
/// <param name="Record">The record.</param>
/// <param name="HasTarSplit">Whether its tar-split data are there.</param>
/// <param name="HasFiles">Whether the folder of its files is there.</param>
internal sealed record FoundLayer(StoragePart Part, StoredLayerRecord Record, bool HasTarSplit, bool HasFiles)
{
    /// <summary>The rank of a layer that has all.</summary>
    public const int BestRank = 3;

    /// <summary>How much of it is there: its files count more than what it takes to make its tar of them.</summary>
    public int Rank => (HasFiles ? 2 : 0) + (HasTarSplit ? 1 : 0);

    /// <summary>Whether its files are a composefs, which is not read.</summary>
    public bool IsComposefs => Path.Exists(Part.Folder.ComposefsOf(Record.Id));

    /// <summary>Looks what there is of a layer.</summary>
    public static FoundLayer Of(StoragePart part, StoredLayerRecord record) => new(
        part, record, part.Folder.TarSplitOf(record.Id).Status is { IsRegular: true }, part.Folder.FilesOf(record.Id).IsFolder);

    /// <summary>Where its files lie, and those of the layers below that it may refer to.</summary>
    public UnpackedLayer Unpacked()
    {
        var whole = Part.Folder.Driver.Content is UnpackedContent.WholeTree;
        return Alone() with { Lower = [.. Part.Below(Record).Take(whole ? 1 : int.MaxValue).Select(lower => Part.Folder.FilesOf(lower.Id).PathUnlinked())] };
    }

    /// <summary>As <see cref="Unpacked"/>, without the layers below.</summary>
    public UnpackedLayer Alone() => new(Part.Folder.FilesOf(Record.Id).Path, Part.Folder.Driver.Content)
    {
        TarSplit = HasTarSplit ? Part.Folder.TarSplitOf(Record.Id).Path : null,
        DiffId = HasTarSplit ? Record.DiffId : null,
    };
}
