using System.Text.Json.Serialization;
using OciFs.Images;

namespace OciFs.Cli.Documents;

/// <summary>What of an image is there, as <c>ocifs check --json</c> tells it; src/OciFs.Cli/json/check.schema.json says what the fields mean.</summary>
internal sealed record CheckDetails(
    string Name,
    string Digest,
    string MediaType,
    string Status,
    int Required,
    int Present,
    long RequiredSize,
    long PresentSize,
    IReadOnlyList<ContentDetails> Missing,
    IReadOnlyList<PlatformCheck> Platforms,
    IReadOnlyList<string> Problems)
{
    /// <summary>Looks at an image; of a platform that is given at that only.</summary>
    public static CheckDetails Of(Image image, ImagePlatform? only)
    {
        var report = only is null ? image.CheckAll() : image.Check(only);
        PlatformCheck[] platforms = [.. image.Platforms.Where(platform => only is null || platform == only).Select(platform => PlatformCheck.Of(image, platform))];
        string[] others = [.. (only is null ? image.Problems : only.Problems).Where(problem => !report.Problems.Any(told => problem.EndsWith(told, StringComparison.Ordinal)))];
        return new CheckDetails(
            image.Name,
            image.Target.Digest.ToString(),
            image.Target.MediaType,
            !report.IsAvailable ? "unavailable" : !report.IsComplete ? "incomplete" : others.Length > 0 ? "damaged" : "complete",
            report.Required.Length,
            report.Present.Length,
            report.RequiredSize,
            report.PresentSize,
            [.. report.Missing.Select(ContentDetails.Of)],
            platforms,
            [.. report.Problems, .. others]);
    }
}

/// <summary>What of a platform is there.</summary>
internal sealed record PlatformCheck(
    string Platform,
    string Digest,
    bool Fetched,
    bool Complete,
    int Required,
    int Present,
    long RequiredSize,
    long PresentSize,
    IReadOnlyList<ContentDetails> Missing,
    IReadOnlyList<string> Problems)
{
    /// <summary>Looks at a platform.</summary>
    public static PlatformCheck Of(Image image, ImagePlatform platform)
    {
        var report = image.Check(platform);
        return new PlatformCheck(
            platform.FolderName,
            platform.Descriptor.Digest.ToString(),
            image.IsFetched(platform),
            report.IsComplete,
            report.Required.Length,
            report.Present.Length,
            report.RequiredSize,
            report.PresentSize,
            [.. report.Missing.Select(ContentDetails.Of)],
            report.Problems);
    }
}

/// <summary>Writes <see cref="CheckDetails"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckDetails))]
internal sealed partial class CheckDetailsJson : JsonSerializerContext;
