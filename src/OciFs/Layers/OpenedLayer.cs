using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>What came of opening a layer.</summary>
/// <param name="Stored">The layer as its store has it; disposed with <paramref name="Content"/>.</param>
/// <param name="Content">Its tree and bytes.</param>
/// <param name="WasIndexed">Whether the cache had the index already.</param>
internal sealed record OpenedLayer(StoredLayer Stored, LayerContent Content, bool WasIndexed)
{
    /// <summary>What is wrong with it, a line each.</summary>
    public IReadOnlyList<string> Problems { get; } = [.. Stored.Problems, .. Content.Index.Problems];

    /// <summary>Whether the bytes are those of the image's own tar, and not of one that was made of unpacked files.</summary>
    public bool HasTar => Stored.Proof == LayerProof.Bytes;

    /// <summary>Whether its tar has yet to be compared with a diffID; one that is made of unpacked files is known not to be the image's.</summary>
    public bool MayMissDiffId(DiffId? claimed) =>
        claimed is { } diffId && HasTar && Stored.Key != diffId.Digest;
}
