using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OciFs.Images;
using OciFs.Stores;

namespace OciFs.Cli.Documents;

/// <summary>An image as <c>ocifs inspect --json</c> tells it; src/OciFs.Cli/json/inspect.schema.json says what the fields mean.</summary>
internal sealed record ImageDetails(
    string Name,
    string Digest,
    string MediaType,
    string Kind,
    string? ArtifactType,
    string? Id,
    ReferenceDetails References,
    long TreeSize,
    ImageRecord? Record,
    string? DefaultPlatform,
    IReadOnlyList<PlatformDetails> Platforms,
    IReadOnlyList<InstanceDetails> Instances,
    IReadOnlyList<FileDetails> Files,
    ImmutableSortedDictionary<string, string> Annotations,
    ContentDetails? Subject,
    IReadOnlyList<ReferrerDetails> Referrers,
    RelativeDetails? Parent,
    IReadOnlyList<RelativeDetails> Children,
    IReadOnlyList<string> Problems)
{
    /// <summary>The facts of an image, and of those of its platforms that are asked for.</summary>
    public static ImageDetails Of(Image image, IEnumerable<ImagePlatform> platforms, ImageRelations relations) => new(
        image.Name,
        image.Target.Digest.ToString(),
        image.Target.MediaType,
        ImageSummary.NameOf(image.Kind),
        image.ArtifactType,
        image.Id?.ToString(),
        ReferenceDetails.Of(image),
        image.TreeSize,
        image.Record,
        image.DefaultPlatform?.FolderName,
        [.. platforms.Select(platform => PlatformDetails.Of(image, platform))],
        [.. image.Instances.Select(InstanceDetails.Of)],
        [.. image.Files.Select(FileDetails.Of)],
        image.Annotations.ToImmutableSortedDictionary(StringComparer.Ordinal),
        image.Subject is { } subject ? ContentDetails.Of(subject) : null,
        [.. image.Referrers.Select(ReferrerDetails.Of)],
        relations.Parent(image) is { } parent ? RelativeDetails.Of(parent) : null,
        [.. relations.Children(image).Select(RelativeDetails.Of)],
        image.Problems);
}

/// <summary>An image that another was made upon, or that was made upon it.</summary>
internal sealed record RelativeDetails(string Name, string? Id)
{
    /// <summary>How an image is called.</summary>
    public static RelativeDetails Of(Image image) => new(image.Name, image.Id?.ToString());
}

/// <summary>Content that a document names.</summary>
internal sealed record ContentDetails(string MediaType, string Digest, long? Size)
{
    /// <summary>The facts of a descriptor.</summary>
    public static ContentDetails Of(Descriptors.Descriptor descriptor) =>
        new(descriptor.MediaType, descriptor.Digest.ToString(), descriptor.Size >= 0 ? descriptor.Size : null);
}

/// <summary>A file of an artifact.</summary>
internal sealed record FileDetails(string? Title, string Path, string MediaType, string Digest, long Size)
{
    /// <summary>The facts of a file.</summary>
    public static FileDetails Of(ArtifactFile file) =>
        new(file.Title, file.Path, file.Descriptor.MediaType, file.Descriptor.Digest.ToString(), file.Descriptor.Size);
}

/// <summary>An artifact about an image.</summary>
internal sealed record ReferrerDetails(
    string? ArtifactType, string MediaType, string Digest, long Size, IReadOnlyList<string> PredicateTypes, IReadOnlyList<FileDetails> Files, IReadOnlyList<string> Problems)
{
    /// <summary>The facts of an artifact.</summary>
    public static ReferrerDetails Of(Referrer referrer) => new(
        referrer.ArtifactType,
        referrer.Descriptor.MediaType,
        referrer.Descriptor.Digest.ToString(),
        referrer.Descriptor.Size,
        referrer.PredicateTypes,
        [.. referrer.Files.Select(FileDetails.Of)],
        referrer.Problems);
}

/// <summary>How a container of an image starts.</summary>
internal sealed record RuntimeDetails(
    string User,
    IReadOnlyList<string> Env,
    IReadOnlyList<string> Entrypoint,
    IReadOnlyList<string> Cmd,
    string WorkingDir,
    ImmutableSortedDictionary<string, string> Labels,
    IReadOnlyList<string> ExposedPorts,
    IReadOnlyList<string> Volumes,
    string StopSignal)
{
    /// <summary>The facts of a config.</summary>
    public static RuntimeDetails Of(Descriptors.RuntimeConfig config) => new(
        config.User,
        config.Env,
        config.Entrypoint,
        config.Cmd,
        config.WorkingDir,
        config.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
        config.ExposedPorts,
        config.Volumes,
        config.StopSignal);
}

/// <summary>Writes <see cref="ImageDetails"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImageDetails))]
internal sealed partial class ImageDetailsJson : JsonSerializerContext;
