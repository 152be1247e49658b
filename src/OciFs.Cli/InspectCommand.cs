using System.CommandLine;
using System.Text.Json.Serialization;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Cli;

/// <summary><c>ocifs inspect</c>.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Image = new("IMAGE")
    {
        Description = "A SOURCE that selects one image, as ./layout:tag; the tag is not needed where there is one image",
    };

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("inspect", "Show what an image is made of: platforms, layers, digests, sizes. No mount is needed.")
        {
            Image, Json, Platform, Namespace,
        };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var store = GlobalOptions.Open(parsed.GetRequiredValue(Image), parsed.GetValue(Namespace));
        var images = store.List().Images;
        if (images.Length != 1)
        {
            throw new OciFsException(OciFsError.Ambiguous, images.IsEmpty
                ? $"{store.Source}: there is no image (see: ocifs images)"
                : $"{store.Source}: there are {images.Length} images, not one (select one: {parsed.GetValue(Image)}:REFERENCE; see: ocifs images)");
        }

        var asked = parsed.GetValue(Platform);
        var resolved = new ImageResolver(store, GlobalOptions.PlatformOf(asked)).Resolve(images[0]);
        if (asked is not null && !resolved.HasWantedPlatform)
        {
            throw new OciFsException(
                OciFsError.NotFound,
                $"{images[0].Name}: there is no {asked} (it has {string.Join(", ", resolved.Platforms.Select(platform => platform.FolderName))})");
        }

        var summary = ImageSummary.Of(images[0], resolved);
        var shown = asked is null ? resolved.Platforms : [.. resolved.Platforms.Where(platform => platform == resolved.Default)];
        var details = new ImageDetails(
            summary.Name, summary.Digest, summary.MediaType, resolved.Default?.FolderName, [.. shown.Select(PlatformDetails.Of)], summary.Record, summary.Problems);
        if (parsed.GetValue(Json))
        {
            Output.Json(details, ImageDetailsJson.Default.ImageDetails);
        }
        else
        {
            Print(details);
        }

        return ExitStatus.Done;
    }

    private static void Print(ImageDetails image)
    {
        Console.Out.WriteLine($"name        {Output.Line(image.Name, int.MaxValue)}");
        Console.Out.WriteLine($"digest      {image.Digest}");
        Console.Out.WriteLine($"media type  {Output.Line(image.MediaType, 200)}");
        foreach (var platform in image.Platforms)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"platform    {platform.Platform}{(platform.Platform == image.DefaultPlatform ? " (default)" : string.Empty)}");
            Console.Out.WriteLine($"manifest    {platform.Digest}");
            Console.Out.WriteLine($"image ID    {platform.ConfigDigest ?? "-"}");
            Console.Out.WriteLine($"created     {platform.Created?.ToString("u") ?? "-"}");
            Console.Out.WriteLine($"size        {Output.Size(platform.Size)}");
            Output.Table(["LAYER", "DIGEST", "SIZE", "CREATED BY"], platform.Layers.Select(layer => new[]
            {
                $"{layer.Number:00}", layer.Digest[..Math.Min(layer.Digest.Length, 19)], Output.Size(layer.Size), Output.Line(layer.CreatedBy ?? "-", 80),
            }));
        }

        foreach (var problem in image.Problems)
        {
            Output.Warn(problem);
        }
    }
}

/// <summary>An image as <c>ocifs inspect --json</c> tells it.</summary>
/// <param name="Name">The store's name for it.</param>
/// <param name="Digest">Digest of what the name points at.</param>
/// <param name="MediaType">Media type of that.</param>
/// <param name="DefaultPlatform">Folder of the platform that <c>rootfs</c> means; null where there is none.</param>
/// <param name="Platforms">Its platforms; with --platform only that one.</param>
/// <param name="Record">What else the store has noted of the name; absent where it notes nothing.</param>
/// <param name="Problems">What is wrong with it, a line each.</param>
internal sealed record ImageDetails(
    string Name,
    string Digest,
    string MediaType,
    string? DefaultPlatform,
    IReadOnlyList<PlatformDetails> Platforms,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImageRecord? Record,
    IReadOnlyList<string> Problems);

/// <summary>Writes <see cref="ImageDetails"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImageDetails))]
internal sealed partial class ImageDetailsJson : JsonSerializerContext;
