using OciFs.Resolution;

namespace OciFs.Cli;

/// <summary>One platform of an image as <c>ocifs inspect --json</c> tells it.</summary>
/// <param name="Platform">Name of its folder.</param>
/// <param name="Digest">Digest of its manifest.</param>
/// <param name="ConfigDigest">Digest of its config: the image ID.</param>
/// <param name="Created">When it was made, by the config.</param>
/// <param name="Size">Bytes of manifest, config and layers as stored.</param>
/// <param name="Layers">Its layers, base first.</param>
internal sealed record PlatformDetails(
    string Platform, string Digest, string? ConfigDigest, DateTimeOffset? Created, long Size, IReadOnlyList<LayerDetails> Layers)
{
    /// <summary>The facts of a platform.</summary>
    public static PlatformDetails Of(ResolvedPlatform platform) => new(
        platform.FolderName,
        platform.Descriptor.Digest.ToString(),
        platform.Manifest.Config?.Digest.ToString(),
        platform.Config?.Created,
        platform.StoredSize,
        [.. platform.Layers.Select(LayerDetails.Of)]);
}

/// <summary>One layer as <c>ocifs inspect --json</c> tells it.</summary>
/// <param name="Number">0 is the base.</param>
/// <param name="Digest">Digest of the blob.</param>
/// <param name="DiffID">Digest of the tar, by the config.</param>
/// <param name="MediaType">Media type, by the manifest.</param>
/// <param name="Size">Bytes as stored.</param>
/// <param name="CreatedBy">The command that made it, by the config's history.</param>
internal sealed record LayerDetails(int Number, string Digest, string? DiffID, string MediaType, long Size, string? CreatedBy)
{
    /// <summary>The facts of a layer.</summary>
    public static LayerDetails Of(ResolvedLayer layer) => new(
        layer.Number,
        layer.Descriptor.Digest.ToString(),
        layer.DiffId?.ToString(),
        layer.Descriptor.MediaType,
        layer.Descriptor.Size,
        layer.CreatedBy);
}
