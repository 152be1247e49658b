using System.CommandLine;
using OciFs.Images;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs images</c>.</summary>
internal static class ImagesCommand
{
    private static readonly Argument<string> Source = GlobalOptions.Source();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string[]> Filter = new("--filter", "-f")
    {
        Description = $"Only images that meet KEY=VALUE, of the keys {ImageFilter.Known}. reference takes a pattern, label a name with or without =VALUE; "
            + "several of one key: any has to be met, of label all; several keys: each",
        HelpName = "KEY=VALUE",
    };

    private static readonly Option<bool> Tree = new("--tree")
    {
        Description = "Show images below those that they were made upon, all names of one in one line, and how much each adds. Of those that --filter leaves out "
            + "the images made upon them move up",
    };

    private static readonly Option<bool> NoTrunc = GlobalOptions.NoTrunc();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("images", "List the images of a store. No mount is needed.") { Source, Filter, Tree, Json, NoTrunc, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var store = GlobalOptions.Open(parsed.GetRequiredValue(Source), parsed.GetValue(Namespace), parsed.GetValue(Platform));
        var filter = ImageFilter.Parse(store, parsed.GetValue(Filter) ?? []);
        var problems = new List<string>(store.Problems);
        Print(parsed, store, filter, problems);
        problems.ForEach(Output.Warn);
        return parsed.GetValue(Platform) is { } asked && !store.Images.Any(image => ImageArgument.HasPlatform(image, asked))
            ? throw new OciFsException(OciFsError.NotFound, $"{store.Source}: no image has {asked}")
            : ExitStatus.Done;
    }

    private static void Print(ParseResult parsed, ImageStore store, ImageFilter filter, List<string> problems)
    {
        var relations = parsed.GetValue(Tree) ? store.Relations() : null;
        var isFull = parsed.GetValue(NoTrunc);
        if (parsed.GetValue(Json))
        {
            if (relations is null)
            {
                Output.JsonArray(Resolved(store, filter, image => new ListedImage(image), problems), ImageSummaryJson.Default.ListedImage);
            }
            else
            {
                Output.JsonArray(Resolved(store, filter, image => new RelatedImage(image, relations), problems), ImageSummaryJson.Default.RelatedImage);
            }
        }
        else if (relations is null)
        {
            ImagesTable.Print(Resolved(store, filter, image => ImagesTable.Row(image, isFull), problems), store.Images, isFull);
        }
        else
        {
            ImagesTable.Print(ImageForest.Of(Resolved(store, filter, image => image, problems), relations), relations, isFull);
        }
    }

    // What is told of images, resolved on all cores, in the store's order.
    private static IEnumerable<T> Resolved<T>(ImageStore store, ImageFilter filter, Func<Image, T> tell, List<string> problems)
        where T : class
    {
        foreach (var image in InOrder.Select(store.Images, image => filter.Matches(image) ? Tuple.Create(tell(image), ProblemsOf(image)) : null))
        {
            if (image is not null)
            {
                problems.AddRange(image.Item2);
                yield return image.Item1;
            }
        }
    }

    private static string[] ProblemsOf(Image image) => [.. image.Problems.Select(problem => $"{image.Name}: {problem}")];
}
