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
        var images = store.Images.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Where(filter.Matches);
        Print(parsed, store, images, problems);
        problems.ForEach(Output.Warn);
        return ExitStatus.Done;
    }

    private static void Print(ParseResult parsed, ImageStore store, ParallelQuery<Image> images, List<string> problems)
    {
        var relations = parsed.GetValue(Tree) ? store.Relations() : null;
        var isFull = parsed.GetValue(NoTrunc);
        if (parsed.GetValue(Json))
        {
            if (relations is null)
            {
                Output.JsonArray(Resolved(images, image => new ListedImage(image), problems), ImageSummaryJson.Default.ListedImage);
            }
            else
            {
                Output.JsonArray(Resolved(images, image => new RelatedImage(image, relations), problems), ImageSummaryJson.Default.RelatedImage);
            }
        }
        else if (relations is null)
        {
            ImagesTable.Print(Resolved(images, image => ImagesTable.Row(image, isFull), problems), store.Images, isFull);
        }
        else
        {
            ImagesTable.Print(ImageForest.Of(Resolved(images, image => image, problems), relations), relations, isFull);
        }
    }

    // What is told of images, resolved on all cores, in the store's order.
    private static IEnumerable<T> Resolved<T>(ParallelQuery<Image> images, Func<Image, T> tell, List<string> problems) => images
        .Select(image => (What: tell(image), Problems: image.Problems.Select(problem => $"{image.Name}: {problem}").ToArray())).AsEnumerable()
        .Select(told =>
        {
            problems.AddRange(told.Problems);
            return told.What;
        });
}
