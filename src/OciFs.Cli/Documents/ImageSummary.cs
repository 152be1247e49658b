using System.Text.Json.Serialization;
using OciFs.Images;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Cli.Documents;

/// <summary>One image as <c>ocifs images --json</c> tells it; src/OciFs.Cli/json/images.schema.json says what the fields mean.</summary>
internal abstract record ImageSummary
{
    /// <summary>The facts of an image.</summary>
    protected ImageSummary(Image image)
    {
        Name = image.Name;
        Digest = image.Target.Digest.ToString();
        MediaType = image.Target.MediaType;
        Kind = NameOf(image.Kind);
        ArtifactType = image.ArtifactType;
        Id = image.Id?.ToString();
        References = ReferenceDetails.Of(image);
        DefaultPlatform = image.DefaultPlatform?.FolderName;
        Platforms = [.. image.Platforms.Select(platform => platform.FolderName)];
        Created = image.DefaultPlatform?.Config?.Created;
        Size = image.DefaultPlatform?.StoredSize ?? 0;
        TreeSize = image.TreeSize;
        Record = image.Record;
        Problems = image.Problems;
    }

    public string Name { get; }

    public string Digest { get; }

    public string MediaType { get; }

    public string Kind { get; }

    public string? ArtifactType { get; }

    public string? Id { get; }

    public ReferenceDetails References { get; }

    public string? DefaultPlatform { get; }

    public IReadOnlyList<string> Platforms { get; }

    public DateTimeOffset? Created { get; }

    public long Size { get; }

    public long TreeSize { get; }

    public ImageRecord? Record { get; }

    public IReadOnlyList<string> Problems { get; }

    /// <summary>How a kind is written.</summary>
    public static string NameOf(ImageKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>An image of the plain list.</summary>
internal sealed record ListedImage : ImageSummary
{
    /// <summary>The facts of an image.</summary>
    internal ListedImage(Image image)
        : base(image)
    {
    }
}

/// <summary>An image with those that it was made upon, and that were made upon it; IDs of images.</summary>
internal sealed record RelatedImage : ImageSummary
{
    /// <summary>The facts of an image.</summary>
    internal RelatedImage(Image image, ImageRelations relations)
        : base(image)
    {
        Parent = relations.Parent(image)?.Id?.ToString();
        Children = [.. relations.Children(image).Select(child => child.Id!.Value.ToString())];
    }

    [JsonPropertyOrder(1)]
    public string? Parent { get; }

    [JsonPropertyOrder(1)]
    public IReadOnlyList<string> Children { get; }
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
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListedImage))]
[JsonSerializable(typeof(RelatedImage))]
internal sealed partial class ImageSummaryJson : JsonSerializerContext;
