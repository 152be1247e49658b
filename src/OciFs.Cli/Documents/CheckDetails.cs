using System.Text.Json.Serialization;
using OciFs.Images;
using OciFs.Proving;
using OciFs.Resolution;

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
    IReadOnlyList<string> Problems,
    int? Sound,
    IReadOnlyList<ContentDetails> Damaged,
    IReadOnlyList<ContentDetails> Unchecked,
    ReferrersCheck? Referrers)
{
    /// <summary>What is said where all is well.</summary>
    public const string Complete = "complete";

    /// <summary>What is said where all is what it should be, and some entries of layers cannot be shown as they stand.</summary>
    public const string Odd = "odd";

    /// <summary>What is said where nothing is known to be wrong, and not all could be checked.</summary>
    public const string Unproven = "unchecked";

    /// <summary>Looks at an image; of a platform that is given at that only.</summary>
    public static CheckDetails Of(Image image, ImagePlatform? only) => Of(image, only, only is null ? image.CheckAll() : image.Check(only), null);

    /// <summary>What was found of an image that was read.</summary>
    public static CheckDetails Of(ImageProof proof) => Of(proof.Image, proof.Only, proof.Report, proof);

    private static CheckDetails Of(Image image, ImagePlatform? only, ContentReport report, ImageProof? proof)
    {
        PlatformCheck[] platforms = [.. image.Platforms.Where(platform => only is null || platform == only).Select(platform => PlatformCheck.Of(image, platform, proof))];
        ContentProof[] found = proof is null ? [] : [.. proof.Contents, .. proof.Referrers];
        string[] others = [.. (only is null ? image.Problems : only.Problems).Where(problem => !report.Problems.Any(told => problem.EndsWith(told, StringComparison.Ordinal)))];
        return new CheckDetails(
            image.Name,
            image.Target.Digest.ToString(),
            image.Target.MediaType,
            !report.IsAvailable ? "unavailable"
                : !report.IsComplete ? "incomplete"
                : others.Length > 0 ? "damaged"
                : found.Select(content => content.State).DefaultIfEmpty().Max() switch
                {
                    ProofState.Sound => Complete,
                    ProofState.Odd => Odd,
                    ProofState.Unchecked => Unproven,
                    ProofState.Damaged => "damaged",
                    _ => "incomplete",
                },
            report.Required.Length,
            report.Present.Length,
            report.RequiredSize,
            report.PresentSize,
            [.. report.Missing.Select(ContentDetails.Of)],
            platforms,
            [.. report.Problems, .. others, .. found.SelectMany(content => content.Problems).Distinct(StringComparer.Ordinal)],
            proof?.Contents.Count(content => content.State is ProofState.Sound or ProofState.Odd),
            [.. found.Where(content => content.State is ProofState.Damaged or ProofState.Missing).Select(content => ContentDetails.Of(content.Descriptor))],
            [.. found.Where(content => content.State is ProofState.Unchecked).Select(content => ContentDetails.Of(content.Descriptor))],
            proof is null ? null : new ReferrersCheck(proof.Referrers.Length, proof.Referrers.Count(content => content.State is ProofState.Sound or ProofState.Odd)));
    }
}

/// <summary>What was found of the artifacts about an image: their documents and files.</summary>
internal sealed record ReferrersCheck(int Required, int Sound);

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
    IReadOnlyList<string> Problems,
    int? Sound)
{
    /// <summary>Looks at a platform; at what was found of its contents, where those were read.</summary>
    public static PlatformCheck Of(Image image, ImagePlatform platform, ImageProof? proof)
    {
        var report = image.Check(platform);
        var own = report.Present.Select(content => content.Digest).ToHashSet();
        ContentProof[]? found = proof is null ? null : [.. proof.Contents.Where(content => own.Contains(content.Descriptor.Digest))];
        var sound = found?.Where(content => content.State is ProofState.Sound or ProofState.Odd).Select(content => content.Descriptor.Digest).ToHashSet();
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
            [.. report.Problems, .. found?.SelectMany(content => content.Problems) ?? []],
            sound is null ? null : report.Present.Count(content => sound.Contains(content.Digest)));
    }
}

/// <summary>Writes <see cref="CheckDetails"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckDetails))]
internal sealed partial class CheckDetailsJson : JsonSerializerContext;
