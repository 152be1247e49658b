using System.CommandLine;
using OciFs.Comparing;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs diff</c>.</summary>
internal static class DiffCommand
{
    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Argument<string?> Other = new("OTHER")
    {
        Description = "The image that it is compared with; not with --layer or with --platform twice, where PATH follows at once",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string?> Below = new("PATH")
    {
        Description = "Compare only what is there and below; begins with /",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Platform = new("--platform")
    {
        Description = "Platform of both images, as linux/arm64; or, given twice, the two platforms of one image that are compared",
        HelpName = "PLATFORM",
    };

    private static readonly Option<int[]> Layer = new("--layer")
    {
        Description = "Of one image, what this layer changed of those below it, the base being 0; or, given twice, the layers up to one and those up to the other",
        HelpName = "N",
    };

    private static readonly Option<bool> Times = new("--times") { Description = "Let files differ by their time of modification too, which every build of an image makes anew" };

    private static readonly Option<bool> NoMode = new("--no-mode") { Description = "Do not compare permissions" };

    private static readonly Option<bool> NoOwner = new("--no-owner") { Description = "Do not compare owners and groups" };

    private static readonly Option<bool> NoXattrs = new("--no-xattrs") { Description = "Do not compare extended attributes" };

    private static readonly Option<bool> Tops = new("--tops") { Description = "Of a folder that was added or removed print only itself, not all that is in it" };

    private static readonly Option<bool> Content = new("--content") { Description = "Print how the contents of files that changed differ, as diff -u does" };

    private static readonly Option<bool> Stat = new("--stat") { Description = "Print only how many paths were added, removed and changed, and their bytes" };

    private static readonly Option<bool> Null = GlobalOptions.Null();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "Compare the files of two images, of two platforms of one (--platform twice), or of its layers (--layer). A line is A (added), D (removed) or "
            + "C (changed), the path, and behind a C what differs. Exit status: 0 the trees are the same, 1 they differ, or it failed.";
        var command = new Command("diff", what)
        {
            Image, Other, Below, Platform, Layer, Times, NoMode, NoOwner, NoXattrs, Tops, Content, Stat, Null, Json, Namespace,
        };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        Check(parsed);
        string[] words = [.. new[] { parsed.GetRequiredValue(Image), parsed.GetValue(Other), parsed.GetValue(Below) }.OfType<string>()];
        using var trees = ComparedTrees.Open(words, parsed.GetValue(Platform) ?? [], parsed.GetValue(Layer) ?? [], parsed.GetValue(Namespace));
        var options = new ComparisonOptions { Aspects = AspectsOf(parsed), OnlyTops = parsed.GetValue(Tops) };
        var isDifferent = false;
        var differences = TreeComparison.Compare(trees.Before, trees.After, options)
            .Where(difference => !(trees.IsFromNothing && difference.Path.IsEmpty))
            .Select(difference =>
            {
                isDifferent = true;
                if (difference.Problem is { } problem)
                {
                    Output.Warn($"{FileNames.Text(PathOf(trees, difference))}: {problem}");
                }

                return difference;
            });
        if (parsed.GetValue(GlobalOptions.Quiet))
        {
            return differences.Any() ? ExitStatus.Failed : ExitStatus.Done;
        }

        if (parsed.GetValue(Json))
        {
            Output.JsonArray(Begun(differences).Select(difference => FileDifferenceDetails.Of(difference, PathOf(trees, difference))), FileDifferenceJson.Default.FileDifferenceDetails);
        }
        else if (parsed.GetValue(Stat))
        {
            Console.Out.WriteLine(DifferenceCount.Of(differences));
        }
        else
        {
            Print(parsed, trees, differences);
        }

        return isDifferent ? ExitStatus.Failed : ExitStatus.Done;
    }

    // What fails at once has printed nothing then.
    private static IEnumerable<FileDifference> Begun(IEnumerable<FileDifference> differences)
    {
        var begun = differences.GetEnumerator();
        return begun.MoveNext() ? Rest(begun) : [];

        static IEnumerable<FileDifference> Rest(IEnumerator<FileDifference> begun)
        {
            using (begun)
            {
                do
                {
                    yield return begun.Current;
                }
                while (begun.MoveNext());
            }
        }
    }

    private static void Check(ParseResult parsed)
    {
        if (new[] { Content, Stat, Null, Json }.Count(option => parsed.GetValue(option)) > 1)
        {
            throw new UsageException("--content, --stat, --null, --json: one of them");
        }
    }

    private static FileAspects AspectsOf(ParseResult parsed)
    {
        var aspects = parsed.GetValue(Times) ? FileAspects.All : FileAspects.AllButTime;
        foreach (var (option, aspect) in new[] { (NoMode, FileAspects.Mode), (NoOwner, FileAspects.Owner), (NoXattrs, FileAspects.Xattrs) })
        {
            aspects &= parsed.GetValue(option) ? ~aspect : FileAspects.All;
        }

        return aspects;
    }

    private static void Print(ParseResult parsed, ComparedTrees trees, IEnumerable<FileDifference> differences)
    {
        var (isNullEnded, showsContent) = (parsed.GetValue(Null), parsed.GetValue(Content));
        foreach (var difference in differences)
        {
            var path = PathOf(trees, difference);
            if (difference.Problem is null || difference.Changed is not FileAspects.None)
            {
                DifferenceLines.Print(difference, path, isNullEnded);
            }

            if (showsContent && difference is { Changed: var changed, Before: { Kind: FileKind.Regular } before, After: { Kind: FileKind.Regular } after }
                && changed.HasFlag(FileAspects.Content))
            {
                TextDifference.Print(before, after, path);
            }
        }
    }

    private static byte[] PathOf(ComparedTrees trees, FileDifference difference) =>
        difference.Path.IsEmpty ? trees.Prefix is { Length: > 0 } own ? own : [(byte)'/'] : [.. trees.Prefix, (byte)'/', .. difference.Path];
}
