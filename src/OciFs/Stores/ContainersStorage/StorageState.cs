using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Stores.ContainersStorage;

/// <summary>What a containers-storage root, and those that are read with it, have at one moment.</summary>
internal sealed record StorageState : StoreState
{
    /// <summary>Each driver's part of each root, in the order in which they are asked.</summary>
    public required ImmutableArray<StoragePart> Parts { get; init; }

    /// <summary>The places where a document may be.</summary>
    public IEnumerable<StoredDocument> Find(Digest digest) => Parts.SelectMany(part => part.Images.Find(digest));
}

/// <summary>What one driver has in one root.</summary>
/// <param name="Folder">Where.</param>
/// <param name="Images">The images.</param>
/// <param name="Layers">The layers, by each of their files.</param>
internal sealed record StoragePart(StorageFolder Folder, ImageTable Images, ImmutableArray<LayerTable> Layers)
{
    /// <summary>The layer of an ID; null where there is none.</summary>
    public StoredLayerRecord? FindLayer(string id) => Layers.Select(table => table.Find(id)).FirstOrDefault(layer => layer is not null);

    /// <summary>The layers below one, the nearest first; ends where one is missing.</summary>
    public IEnumerable<StoredLayerRecord> Below(StoredLayerRecord layer)
    {
        for (var count = 0; count < Limits.LayersPerImage && layer.Parent is { } parent && FindLayer(parent) is { } lower; count++)
        {
            yield return lower;
            layer = lower;
        }
    }

    /// <summary>The chain ID of a layer by the digests of its tar and of those below; null where one is missing, or has none.</summary>
    public ChainId? ChainOf(StoredLayerRecord layer)
    {
        StoredLayerRecord[] layers = [.. Below(layer).Reverse(), layer];
        return layers[0].Parent is null && layers.All(each => each.DiffId is not null) ? ChainId.Of([.. layers.Select(each => each.DiffId!.Value)]) : null;
    }

    /// <summary>Whether no layer of an image is still being unpacked.</summary>
    public bool IsWhole(StoredImage image) =>
        !Layers.Any(table => table.HasIncomplete) || image.Layer is null || FindLayer(image.Layer) is not { } top
        || (!top.IsIncomplete && !Below(top).Any(layer => layer.IsIncomplete));
}
