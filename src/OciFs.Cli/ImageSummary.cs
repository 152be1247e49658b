using System.Text.Json.Serialization;
using OciFs.Images;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Cli;

/// <summary>One image as <c>ocifs images --json</c> tells it; docs/json/images.schema.json says what the fields mean.</summary>
internal sealed record ImageSummary(
    string Name,
    string Digest,
    string MediaType,
    string Kind,
    string? ArtifactType,
    string? Id,
    ReferenceDetails References,
    string? DefaultPlatform,
    IReadOnlyList<string> Platforms,
    DateTimeOffset? Created,
    long Size,
    long TreeSize,
    ImageRecord? Record,
    IReadOnlyList<string> Problems)
{
    /// <summary>The facts of an image.</summary>
    public static ImageSummary Of(Image image) => new(
        image.Name,
        image.Target.Digest.ToString(),
        image.Target.MediaType,
        NameOf(image.Kind),
        image.ArtifactType,
        image.Id?.ToString(),
        ReferenceDetails.Of(image),
        image.DefaultPlatform?.FolderName,
        [.. image.Platforms.Select(platform => platform.FolderName)],
        image.DefaultPlatform?.Config?.Created,
        image.DefaultPlatform?.StoredSize ?? 0,
        image.TreeSize,
        image.Record,
        image.Problems);

    /// <summary>How a kind is written.</summary>
    public static string NameOf(ImageKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>All names of an image.</summary>
internal sealed record ReferenceDetails(string Best, IReadOnlyList<string> Tags, IReadOnlyList<string> Digests, bool Pinned)
{
    /// <summary>The names of an image.</summary>
    public static ReferenceDetails Of(Image image)
    {
        var names = image.References;
        return new ReferenceDetails(names.Best, names.Tags, names.Digests, names.IsPinned);
    }
}

/// <summary>Writes <see cref="ImageSummary"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImageSummary))]
internal sealed partial class ImageSummaryJson : JsonSerializerContext;
