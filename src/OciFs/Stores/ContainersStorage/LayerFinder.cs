using OciFs.References;
using OciFs.Stores.Unpacked;

namespace OciFs.Stores.ContainersStorage;

/// <summary>Finds the layers that images claim among those of a storage root.</summary>
internal static class LayerFinder
{
    // Each costs a look or two at the folder; a tar that all images of a large store begin with is found among the first.
    private const int MostLooked = 256;

    /// <summary>
    /// The layer that a claim means, without what lies below it; null where there is none. Of several (one tar unpacked upon different layers is a layer for
    /// each) one that has its files is preferred, of these one that was unpacked upon the claimed layers, of these one with tar-split data. One whose files are a
    /// whole tree upon other layers gives nothing but its tar.
    /// </summary>
    public static FoundLayer? Find(StorageState state, in LayerClaim claim) =>
        (claim.DiffId is { } diffId ? Best(state, diffId.Digest, claim.ChainId) : null) ?? Best(state, claim.Digest, claim.ChainId);

    private static FoundLayer? Best(StorageState state, Digest digest, ChainId? chain)
    {
        FoundLayer? best = null;
        foreach (var part in state.Parts)
        {
            foreach (var record in part.Layers.SelectMany(table => table.Find(digest)).Take(MostLooked))
            {
                var found = FoundLayer.Of(part, record, chain);
                if (found is { IsComparable: false, HasTar: false })
                {
                    continue;
                }

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
/// <param name="IsComparable">
/// Whether its folder gives what the claim means: a whole tree is compared with the one that it was unpacked upon, and differs from another one in other files.
/// </param>
internal sealed record FoundLayer(StoragePart Part, StoredLayerRecord Record, bool HasTarSplit, bool HasFiles, bool IsComparable)
{
    /// <summary>The rank of a layer that has all.</summary>
    public const int BestRank = 7;

    /// <summary>How much of it is there: its files count more than what it takes to make its tar of them.</summary>
    public int Rank => (HasFiles ? 4 : 0) + (IsComparable ? 2 : 0) + (HasTarSplit ? 1 : 0);

    /// <summary>Whether its tar can be made of its files.</summary>
    public bool HasTar => HasTarSplit && Record.DiffId is not null;

    /// <summary>Whether its files are a composefs, which is not read.</summary>
    public bool IsComposefs => Path.Exists(Part.Folder.ComposefsOf(Record.Id));

    /// <summary>Looks what there is of a layer.</summary>
    /// <param name="part">Where.</param>
    /// <param name="record">The record.</param>
    /// <param name="chain">The layers that it is claimed to end; null where nobody tells.</param>
    public static FoundLayer Of(StoragePart part, StoredLayerRecord record, ChainId? chain) => new(
        part,
        record,
        part.Folder.TarSplitOf(record.Id).Status is { IsRegular: true },
        part.Folder.FilesOf(record.Id).IsFolder,
        part.Folder.Driver.Content is not UnpackedContent.WholeTree || chain is null || part.ChainOf(record) == chain);

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
