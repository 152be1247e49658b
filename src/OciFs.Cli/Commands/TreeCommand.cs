using System.CommandLine;
using OciFs.Cli.Listing;
using OciFs.Images;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs tree</c>.</summary>
internal static class TreeCommand
{
    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Argument<string> Path = new("PATH")
    {
        Description = "The directory whose tree is drawn, / where none is given; //images/… is a path of the mounted tree",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int?> Levels = new("--level", "-L") { Description = "Go down N levels only", HelpName = "N" };

    private static readonly Option<bool> All = new("--all", "-a") { Description = "Show names that begin with a dot" };

    private static readonly Option<bool> Directories = new("--directories", "-d") { Description = "Show only directories" };

    private static readonly Option<bool> Paths = new("--full-path", "-f") { Description = "Show whole paths" };

    private static readonly Option<bool> Sizes = new("--size", "-s") { Description = "Show sizes in bytes" };

    private static readonly Option<bool> Human = new("--human-readable", "-h") { Description = "Show sizes with a letter, as 4.0K and 1.5M" };

    private static readonly Option<bool> Sums = new("--du") { Description = "Show of directories the size of all that is in them" };

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("tree", "Draw the files of an image as a tree, as tree(1) does. Symbolic links are shown, not followed.")
        {
            Image, Path, Levels, All, Directories, Paths, Sizes, Human, Sums, Json, Platform, Namespace,
        };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var options = OptionsOf(parsed);
        using var image = ImageFiles.Open(parsed, parsed.GetRequiredValue(Image), Platform, Namespace);
        var path = parsed.GetValue(Path) ?? "/";
        var top = image.Resolve(path);
        if (top.Kind is not FileKind.Directory)
        {
            throw new OciFsException(OciFsError.Invalid, $"{FileNames.Text(path)}: not a directory (see: ocifs stat)");
        }

        var status = ExitStatus.Done;
        TreeWalk Walk() => new(options, !ImageFiles.IsOfTree(path), (where, error) =>
        {
            Output.Fail(ByteText.Decode(where), error);
            status = ExitStatus.Failed;
        });
        var bytes = ByteText.Encode(path);
        if (parsed.GetValue(Json))
        {
            Output.JsonArray(Details(Walk, top, bytes, options), TreeDetailsJson.Default.TreeDetails);
        }
        else
        {
            var printer = new TreePrinter(options, Output.Stream);
            printer.Print(Walk, top, bytes);
            printer.PrintReport();
        }

        return status;
    }

    private static IEnumerable<TreeDetails> Details(Func<TreeWalk> walk, FileNode top, byte[] path, TreeOptions options)
    {
        var sums = options.HasSums ? new TreeSums(walk(), top, path) : null;
        yield return TreeDetails.Of(new TreeFile(path, path, top, 0, true), sums?[0]);
        var directory = 0;
        foreach (var file in walk().Below(top, path))
        {
            yield return TreeDetails.Of(file, file.Node.Kind is FileKind.Directory ? sums?[++directory] : null);
        }
    }

    private static TreeOptions OptionsOf(ParseResult parsed)
    {
        if (parsed.GetValue(Levels) is < 1 and var levels)
        {
            throw new UsageException($"--level {levels}: not a number of levels (1 or more)");
        }

        return new TreeOptions
        {
            Listing = new ListingOptions
            {
                Hidden = parsed.GetValue(All) ? HiddenNames.AlmostAll : HiddenNames.None,
                IsForPerson = Screen.IsOutput,
                HasColour = Screen.HasColour,
            },
            Levels = parsed.GetValue(Levels) ?? int.MaxValue,
            OnlyDirectories = parsed.GetValue(Directories),
            HasPaths = parsed.GetValue(Paths),
            HasSizes = parsed.GetValue(Sizes) || parsed.GetValue(Human) || parsed.GetValue(Sums),
            HasSums = parsed.GetValue(Sums),
            IsHuman = parsed.GetValue(Human),
        };
    }
}
