using System.Text.Json.Serialization;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Cli;

/// <summary>One image as <c>ocifs images --json</c> tells it.</summary>
/// <param name="Name">The store's name for it.</param>
/// <param name="Digest">Digest of what the name points at.</param>
/// <param name="MediaType">Media type of that.</param>
/// <param name="Platforms">Names of its platforms' folders.</param>
/// <param name="Size">Bytes of the default platform's manifest, config and layers as stored.</param>
/// <param name="Record">What else the store has noted of the name; absent where it notes nothing.</param>
/// <param name="Problems">What is wrong with it, a line each.</param>
internal sealed record ImageSummary(
    string Name,
    string Digest,
    string MediaType,
    IReadOnlyList<string> Platforms,
    long Size,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImageRecord? Record,
    IReadOnlyList<string> Problems)
{
    /// <summary>The facts of an image.</summary>
    public static ImageSummary Of(NamedImage named, ResolvedImage image) => new(
        named.Name,
        named.Target.Digest.ToString(),
        named.Target.MediaType,
        [.. image.Platforms.Select(platform => platform.FolderName)],
        image.Default?.StoredSize ?? 0,
        named.Record,
        [.. image.Problems, .. image.Platforms.SelectMany(platform => platform.Problems.Select(problem => $"{platform.FolderName}: {problem}"))]);
}

/// <summary>Writes <see cref="ImageSummary"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImageSummary[]))]
internal sealed partial class ImageSummaryJson : JsonSerializerContext;
