using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Resolution;

/// <summary>A layer of a platform, with what its config says of it.</summary>
/// <param name="Number">Its place: 0 is the base.</param>
/// <param name="Descriptor">The blob as stored.</param>
/// <param name="DiffId">Digest of its tar; null where the config does not tell.</param>
/// <param name="ChainId">The chain that ends with it; null where the config does not tell.</param>
/// <param name="CreatedBy">The step of the history that made it; null where the history does not tell.</param>
public sealed record ResolvedLayer(int Number, Descriptor Descriptor, DiffId? DiffId, ChainId? ChainId, string? CreatedBy)
{
    /// <summary>What a store may find it by.</summary>
    public LayerClaim Claim => LayerClaim.Of(Descriptor) with { DiffId = DiffId, ChainId = ChainId };
}
