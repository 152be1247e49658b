using System.Text.Json.Serialization;
using OciFs.Images;

namespace OciFs.Cli.Documents;

/// <summary>How an image came about, as <c>ocifs history --json</c> tells it.</summary>
/// <param name="Name">The store's name for the image.</param>
/// <param name="Platform">Name of the platform's folder.</param>
/// <param name="Id">Digest of the platform's config: the image ID.</param>
/// <param name="Steps">The steps, newest first.</param>
/// <param name="Problems">Why steps have no layers, a line each.</param>
internal sealed record ImageHistoryDetails(string Name, string Platform, string? Id, IReadOnlyList<StepDetails> Steps, IReadOnlyList<string> Problems)
{
    /// <summary>The history of a platform.</summary>
    public static ImageHistoryDetails Of(Image image, ImagePlatform platform) => new(
        image.Name,
        platform.FolderName,
        platform.Manifest.Config?.Digest.ToString(),
        [.. platform.History.Reverse().Select(StepDetails.Of)],
        platform.HistoryMismatch is { } mismatch ? [mismatch] : []);
}

/// <summary>One step.</summary>
/// <param name="Created">When.</param>
/// <param name="CreatedBy">The command.</param>
/// <param name="Author">Who.</param>
/// <param name="Comment">A remark.</param>
/// <param name="EmptyLayer">Whether the step made no layer.</param>
/// <param name="Layer">Number of the layer that it made, 0 being the base; null where it made none, or that is not told.</param>
/// <param name="Digest">Digest of that layer's blob.</param>
/// <param name="DiffID">Digest of that layer's tar.</param>
/// <param name="Size">Bytes of that layer as stored; 0 where the step made none.</param>
internal sealed record StepDetails(
    DateTimeOffset? Created, string? CreatedBy, string? Author, string? Comment, bool EmptyLayer, int? Layer, string? Digest, string? DiffID, long? Size)
{
    /// <summary>The facts of a step.</summary>
    public static StepDetails Of(ImageStep step) => new(
        step.History.Created,
        step.History.CreatedBy,
        step.History.Author,
        step.History.Comment,
        step.History.EmptyLayer,
        step.Layer?.Number,
        step.Layer?.Descriptor.Digest.ToString(),
        step.Layer?.DiffId?.ToString(),
        step.Layer?.Descriptor.Size is >= 0 and var size ? size : step.History.EmptyLayer ? 0 : null);
}

/// <summary>Writes <see cref="ImageHistoryDetails"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImageHistoryDetails))]
internal sealed partial class ImageHistoryJson : JsonSerializerContext;
