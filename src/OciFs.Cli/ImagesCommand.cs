using System.Buffers;
using System.CommandLine;
using OciFs.Images;

namespace OciFs.Cli;

/// <summary><c>ocifs images</c>.</summary>
internal static class ImagesCommand
{
    private const int DigestHex = 64;
    private const int ShownHex = 12;

    // What leaves a table of usual names within 100 columns.
    private const int PlatformsWidth = 24;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private static readonly Argument<string> Source = GlobalOptions.Source();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string[]> Filter = new("--filter", "-f")
    {
        Description = $"Only images that meet KEY=VALUE, of the keys {ImageFilter.Known}. reference takes a pattern, label a name with or without =VALUE; "
            + "several of one key: any has to be met, of label all; several keys: each",
        HelpName = "KEY=VALUE",
    };

    private static readonly Option<bool> NoTrunc = GlobalOptions.NoTrunc();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("images", "List the images of a store. No mount is needed.") { Source, Filter, Json, NoTrunc, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var store = GlobalOptions.Open(parsed.GetRequiredValue(Source), parsed.GetValue(Namespace), parsed.GetValue(Platform));
        var filter = ImageFilter.Parse(store, parsed.GetValue(Filter) ?? []);
        var images = store.Images;
        var problems = new List<string>(store.Problems);

        // Resolved on all cores, in the store's order.
        var summaries = images.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Where(filter.Matches).Select(ImageSummary.Of)
            .AsEnumerable().Select(image => Told(image, problems));
        if (parsed.GetValue(Json))
        {
            Output.JsonArray(summaries, ImageSummaryJson.Default.ImageSummary);
        }
        else
        {
            Print(summaries, parsed.GetValue(NoTrunc), images);
        }

        problems.ForEach(Output.Warn);
        return ExitStatus.Done;
    }

    private static ImageSummary Told(ImageSummary image, List<string> problems)
    {
        problems.AddRange(image.Problems.Select(problem => $"{image.Name}: {problem}"));
        return image;
    }

    private static void Print(IEnumerable<ImageSummary> images, bool isFull, IReadOnlyCollection<Image> all) => Output.Table(
        ["NAME", "ID", "PLATFORMS", "CREATED", "SIZE"],
        images.Select(image => new[]
        {
            isFull ? image.Name : ShortName(image.Name),
            isFull ? image.Id ?? "-" : Output.Short(image.Id),
            PlatformsOf(image, isFull),
            isFull ? Output.Moment(image.Created) : Output.Date(image.Created),
            Output.Size(image.DefaultPlatform is null ? image.TreeSize : image.Size),
        }),
        least: all.Count == 0 ? 0 : all.Max(image => isFull ? image.Name.Length : ShortName(image.Name).Length));

    // An image of no name is called by its digest, of which the first digits find it as well; tags that tools made of digests are as long.
    private static string ShortName(string name)
    {
        var hex = name.AsSpan(name.LastIndexOfAny([':', '-']) + 1);
        return hex.Length >= DigestHex && !hex.ContainsAnyExcept(LowerHex) ? name[..^(hex.Length - ShownHex)] : name;
    }

    // The one that is meant, and as many of the others as fit.
    private static string PlatformsOf(ImageSummary image, bool isFull)
    {
        if (image.DefaultPlatform is not { } usual)
        {
            return image.Kind == "image" ? "-" : image.Kind;
        }

        string[] platforms = [usual, .. image.Platforms.Where(platform => platform != usual)];
        string Cut(int shown) => string.Join(',', platforms.Take(shown)) + (shown < platforms.Length ? $" +{platforms.Length - shown}" : string.Empty);
        var fitting = isFull ? platforms.Length : 1;
        while (fitting < platforms.Length && Cut(fitting + 1).Length <= PlatformsWidth)
        {
            fitting++;
        }

        return Cut(fitting);
    }
}
