using System.Collections.Immutable;
using OciFs.Images;

namespace OciFs.Cli.Documents;

/// <summary>One platform of an image as <c>ocifs inspect --json</c> tells it.</summary>
internal sealed record PlatformDetails(
    string Platform,
    string Os,
    string Architecture,
    string? Variant,
    string? OsVersion,
    IReadOnlyList<string> OsFeatures,
    string Digest,
    string MediaType,
    ImmutableSortedDictionary<string, string> EntryAnnotations,
    ImmutableSortedDictionary<string, string> Annotations,
    string? ConfigDigest,
    DateTimeOffset? Created,
    string? Author,
    long Size,
    long? UnpackedSize,
    RuntimeDetails? Config,
    IReadOnlyList<LayerDetails> Layers,
    IReadOnlyList<ContentDetails> Missing,
    IReadOnlyList<ReferrerDetails> Referrers,
    IReadOnlyList<string> Problems)
{
    /// <summary>The facts of a platform.</summary>
    public static PlatformDetails Of(Image image, ImagePlatform platform) => new(
        platform.FolderName,
        platform.Name.Os,
        platform.Name.Architecture,
        platform.Name.Variant,
        platform.Name.OsVersion,
        platform.Name.OsFeatures,
        platform.Descriptor.Digest.ToString(),
        platform.Descriptor.MediaType,
        platform.Descriptor.Annotations.ToImmutableSortedDictionary(StringComparer.Ordinal),
        platform.Manifest.Annotations.ToImmutableSortedDictionary(StringComparer.Ordinal),
        platform.Manifest.Config?.Digest.ToString(),
        platform.Config?.Created,
        platform.Config?.Author,
        platform.StoredSize,
        platform.UnpackedSize,
        platform.Config is { } config ? RuntimeDetails.Of(config.Config) : null,
        [.. platform.Layers.Select(LayerDetails.Of)],
        [.. image.Check(platform).Missing.Select(ContentDetails.Of)],
        [.. platform.Referrers.Select(ReferrerDetails.Of)],
        platform.Problems);
}

/// <summary>One layer as <c>ocifs inspect --json</c> tells it.</summary>
internal sealed record LayerDetails(int Number, string Digest, string? DiffID, string? ChainID, string MediaType, long? Size, string? CreatedBy)
{
    /// <summary>The facts of a layer.</summary>
    public static LayerDetails Of(ImageLayer layer) => new(
        layer.Number,
        layer.Descriptor.Digest.ToString(),
        layer.DiffId?.ToString(),
        layer.ChainId?.ToString(),
        layer.Descriptor.MediaType,
        layer.Descriptor.Size is >= 0 and var size ? size : null,
        layer.CreatedBy);
}
