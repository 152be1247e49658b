using System.CommandLine;
using OciFs.Cli.Listing;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs ls</c>.</summary>
internal static class LsCommand
{
    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Files and directories in the image, / where none is given; may be patterns; //images/… is a path of the mounted tree",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Long = new("-l") { Description = "Show mode, links, owner, group, size and time of modification, in UTC" };

    private static readonly Option<bool> Recursive = new("--recursive", "-R") { Description = "List directories below as well" };

    private static readonly Option<bool> All = new("--all", "-a") { Description = "Show names that begin with a dot" };

    private static readonly Option<bool> AlmostAll = new("--almost-all", "-A") { Description = "As -a, without . and .." };

    private static readonly Option<bool> Itself = new("--directory", "-d") { Description = "List directories themselves, not what is in them" };

    private static readonly Option<bool> OneALine = new("-1") { Description = "One name a line, as it is where the output is no terminal" };

    private static readonly Option<bool> Numbers = new("--numeric-uid-gid", "-n") { Description = "As -l, with numbers for owners; else names are the image's own" };

    private static readonly Option<bool> Inode = new("--inode", "-i") { Description = "Show inode numbers, which hard links share" };

    private static readonly Option<bool> Blocks = new("--size", "-s") { Description = "Show what each file takes, in units of 1024 bytes; holes take nothing" };

    private static readonly Option<bool> Human = new("--human-readable", "-h") { Description = "Show sizes with a letter, as 4.0K and 1.5M" };

    private static readonly Option<bool> ByTime = new("-t") { Description = "Newest first" };

    private static readonly Option<bool> BySize = new("-S") { Description = "Largest first" };

    private static readonly Option<bool> Unsorted = new("-U") { Description = "In the directory's own order" };

    private static readonly Option<bool> Reverse = new("--reverse", "-r") { Description = "Turn the order around" };

    private static readonly Option<bool> Classify = new("--classify", "-F") { Description = "Put a mark behind names: / directory, @ link, * program, | FIFO" };

    private static readonly Option<bool> FullTime = new("--full-time") { Description = "As -l, with times in full" };

    private static readonly Option<bool> Null = GlobalOptions.Null();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("ls", "List the files of an image, as ls(1) would in a container of it.")
        {
            Image, Paths, Long, Recursive, All, AlmostAll, Itself, OneALine, Numbers, Inode, Blocks, Human, ByTime, BySize, Unsorted, Reverse, Classify, FullTime,
            Null, Json, Platform, Namespace,
        };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var image = ImageFiles.Open(parsed, parsed.GetRequiredValue(Image), Platform, Namespace);
        string[] paths = parsed.GetValue(Paths) is { Length: > 0 } asked ? asked : ["/"];
        var options = OptionsOf(parsed);
        var users = new ImageUsers(Array.TrueForAll(paths, ImageFiles.IsOfTree) ? null : image.RootFs);
        var run = new ListingRun(image, options);
        var lister = new FileLister(options, users, Output.Stream, () => Screen.Width, run.TryFollow);
        foreach (var path in paths)
        {
            try
            {
                run.Add(path);
            }
            catch (OciFsException error)
            {
                lister.Fail(path, error);
            }
        }

        if (parsed.GetValue(Json))
        {
            Output.JsonArray(Details(run, lister, users), ListedFileDetailsJson.Default.ListedFileDetails);
        }
        else
        {
            run.Print(lister);
        }

        return lister.HasFailed ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static IEnumerable<ListedFileDetails> Details(ListingRun run, FileLister lister, ImageUsers users)
    {
        foreach (var file in run.Flat(lister))
        {
            ListedFileDetails details;
            try
            {
                details = new ListedFileDetails(file.Name, file.Node, file.Attributes, users);
            }
            catch (OciFsException error)
            {
                lister.Fail(ByteText.Decode(file.Name), error);
                continue;
            }

            yield return details;
        }
    }

    private static ListingOptions OptionsOf(ParseResult parsed)
    {
        var isLong = parsed.GetValue(Long) || parsed.GetValue(Numbers) || parsed.GetValue(FullTime);
        var isNull = parsed.GetValue(Null);
        var isForPerson = Screen.IsOutput && !isNull;
        return new ListingOptions
        {
            Hidden = parsed.GetValue(All) ? HiddenNames.All : parsed.GetValue(AlmostAll) ? HiddenNames.AlmostAll : HiddenNames.None,
            Order = parsed.GetValue(Unsorted) ? ListingOrder.None
                : parsed.GetValue(BySize) ? ListingOrder.Size
                : parsed.GetValue(ByTime) ? ListingOrder.Time : ListingOrder.Name,
            IsReversed = parsed.GetValue(Reverse),
            OnlyNames = parsed.GetValue(Itself),
            IsRecursive = parsed.GetValue(Recursive) && !parsed.GetValue(Itself),
            IsLong = isLong,
            HasNumbers = parsed.GetValue(Numbers),
            HasFullTime = parsed.GetValue(FullTime),
            HasInode = parsed.GetValue(Inode),
            HasBlocks = parsed.GetValue(Blocks),
            IsHuman = parsed.GetValue(Human),
            IsClassified = parsed.GetValue(Classify),
            HasColumns = isForPerson && !isLong && !parsed.GetValue(OneALine),
            IsForPerson = isForPerson,
            HasColour = isForPerson && Screen.HasColour,
            EndOfLine = isNull ? (byte)0 : (byte)'\n',
        };
    }
}
