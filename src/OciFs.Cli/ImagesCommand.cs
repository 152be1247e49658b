using System.CommandLine;
using OciFs.Resolution;

namespace OciFs.Cli;

/// <summary><c>ocifs images</c>.</summary>
internal static class ImagesCommand
{
    private static readonly Argument<string> Source = GlobalOptions.Source();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("images", "List the images of a store. No mount is needed.") { Source, Json, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var store = GlobalOptions.Open(parsed.GetRequiredValue(Source), parsed.GetValue(Namespace));
        var resolver = new ImageResolver(store, GlobalOptions.PlatformOf(parsed.GetValue(Platform)));
        var listing = store.List();
        var images = listing.Images.Select(image => ImageSummary.Of(image, resolver.Resolve(image))).ToArray();
        if (parsed.GetValue(Json))
        {
            Output.Json(images, ImageSummaryJson.Default.ImageSummaryArray);
        }
        else
        {
            Output.Table(["NAME", "DIGEST", "PLATFORMS", "SIZE"], images.Select(image => new[]
            {
                image.Name, image.Digest[..Math.Min(image.Digest.Length, 19)], string.Join(',', image.Platforms), Output.Size(image.Size),
            }));
        }

        Warn(listing.Problems, images);
        return ExitStatus.Done;
    }

    private static void Warn(IEnumerable<string> ofStore, IEnumerable<ImageSummary> images)
    {
        foreach (var problem in ofStore.Concat(images.SelectMany(image => image.Problems.Select(problem => $"{image.Name}: {problem}"))))
        {
            Output.Warn(problem);
        }
    }
}
