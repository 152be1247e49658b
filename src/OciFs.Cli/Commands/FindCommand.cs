using System.CommandLine;
using OciFs.Searching;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs find</c>.</summary>
internal static class FindCommand
{
    private static readonly Argument<string> Source = new("SOURCE")
    {
        Description = "A SOURCE that selects one image, as ./layout:tag; or one of several images: then all are searched",
    };

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Where in the root file system the search begins; without it the root. *, ? and [a-z] stand for any characters. Behind //: in the tree that a mount shows",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> AllPlatforms = new("--all-platforms") { Description = "Search all platforms of each image, not its default one alone" };

    private static readonly Option<bool> Long = new("--long", "-l", "-ls", "--ls") { Description = "Print what find -ls prints of each file" };

    private static readonly Option<bool> Null = new("--null", "-0", "-print0", "--print0") { Description = "End each path with a NUL instead of a newline, and print it as it is" };

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "Find files of an image, or of all images of a source, by their names and whatever else is known of them. Conditions are those of find(1), "
            + "with one dash or two; all have to be met. Of several images paths are printed as IMAGE:PATH. A source's layers are each searched once, however many "
            + "images share them.";
        var command = new Command("find", what) { Source, Paths, AllPlatforms, Long, Null, Json, Platform, Namespace };
        foreach (var option in FindOptions.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var conditions = FindConditions.Of(parsed);
        var source = parsed.GetRequiredValue(Source);
        var paths = parsed.GetValue(Paths) ?? [];
        if (Array.Find(paths, FindOptions.Unsupported.Contains) is { } word)
        {
            throw new UsageException($"{word}: a word of find(1) that is not supported, all conditions have to be met (see: ocifs find --help)");
        }

        using var files = ImageFiles.Open(parsed, source, Platform, Namespace);
        var form = parsed.GetValue(Json) ? FoundForm.Json : parsed.GetValue(Long) ? FoundForm.Long : FoundForm.Path;
        var print = new FoundPrinter(form, parsed.GetValue(Null));
        var ofTree = paths.Where(ImageFiles.IsOfTree).ToArray();
        var ofImages = paths.Except(ofTree, StringComparer.Ordinal).ToArray();
        var found = ofTree.SelectMany(path => InTree(files, conditions, path, print));
        if (ofTree.Length == 0 || ofImages.Length > 0)
        {
            found = found.Concat(files.Store.Images.Length == 1 && !parsed.GetValue(AllPlatforms)
                ? InImage(files, conditions, ofImages, print)
                : new FoundInImages(files.Store, source, parsed.GetValue(Platform), parsed.GetValue(AllPlatforms), print).Find(conditions, ofImages));
        }

        return print.All(found) ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static IEnumerable<FoundLine> InTree(ImageFiles files, FileConditions conditions, string path, FoundPrinter print) =>
        At(files, new FileSearch(files.Store.Root, conditions), path, match => print.Line(match, new ImageUsers(null), [], null, null));

    private static IEnumerable<FoundLine> InImage(ImageFiles files, FileConditions conditions, string[] paths, FoundPrinter print)
    {
        var search = new FileSearch(files.RootFs, conditions);
        var users = new ImageUsers(files.RootFs);
        return paths.DefaultIfEmpty("/").SelectMany(path =>
            At(files, search, path, match => print.Line(match, users, [], files.Image.Name, files.Platform.FolderName)));
    }

    private static IEnumerable<FoundLine> At(ImageFiles files, FileSearch search, string path, Func<FileMatch, FoundLine> line)
    {
        var failed = new List<FoundLine>();
        IReadOnlyList<FoundFile> starts = [];
        try
        {
            starts = files.Expand(path, followLast: false);
        }
        catch (OciFsException error)
        {
            failed.Add(FoundLine.Failed(error.Message));
        }

        foreach (var start in starts)
        {
            foreach (var match in search.Find(start.Node, start.Path, (at, error) => failed.Add(FoundLine.Failed($"{FileNames.Text(at.Span)}: {error.Message}"))))
            {
                foreach (var failure in failed)
                {
                    yield return failure;
                }

                failed.Clear();
                yield return line(match);
            }
        }

        foreach (var failure in failed)
        {
            yield return failure;
        }
    }
}
