using System.CommandLine;
using System.Globalization;
using System.Text;
using OciFs.Usage;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs du</c>.</summary>
internal static class DuCommand
{
    private const int UsualTop = 20;

    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Files and directories of the root file system; without it the root. *, ? and [a-z] stand for any characters. Behind //: of the tree that a mount shows",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> All = new("--all", "-a") { Description = "Print files too, not directories alone" };

    private static readonly Option<bool> Summarize = new("--summarize", "-s") { Description = "Print each PATH alone, as -d 0" };

    private static readonly Option<int?> MaxDepth = new("--max-depth", "-d") { Description = "Print what is at most N directories down", HelpName = "N" };

    private static readonly Option<bool> Human = new("--human-readable", "-h") { Description = "Print sizes with a unit of a power of 1024" };

    private static readonly Option<bool> Bytes = new("--bytes", "-b") { Description = "Print bytes of content, as --apparent-size in bytes instead of KiB" };

    private static readonly Option<bool> Apparent = new("--apparent-size") { Description = "Count bytes of content, not blocks on disk" };

    private static readonly Option<bool> Total = new("--total", "-c") { Description = "Print the sum of all at last" };

    private static readonly Option<bool> Layers = new("--layers") { Description = "Print what each layer brings, and what of that the image shows" };

    private static readonly Option<bool> Wasted = new("--wasted") { Description = "Print the largest files that upper layers hide or replace, and how efficient the image is: visible bytes by all bytes" };

    private static readonly Option<int> Top = new("--top") { Description = "With --wasted: print N files; 0 for all", HelpName = "N", DefaultValueFactory = _ => UsualTop };

    private static readonly Option<bool> Null = GlobalOptions.Null();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "Print what files of an image take, as du(1) counts: in KiB on disk, each file once, whatever number of names it has. Or what its layers "
            + "bring, and what of that later layers hide.";
        var command = new Command("du", what) { Image, Paths, All, Summarize, MaxDepth, Human, Bytes, Apparent, Total, Layers, Wasted, Top, Null, Json, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (isLayers, isWasted, paths) = (parsed.GetValue(Layers), parsed.GetValue(Wasted), parsed.GetValue(Paths) ?? []);
        if ((isLayers || isWasted) && (isLayers == isWasted || paths.Length > 0))
        {
            throw new UsageException("--layers and --wasted are of the whole image, and not printed together (see: ocifs du --help)");
        }

        if (!isWasted && parsed.GetResult(Top) is { Implicit: false })
        {
            throw new UsageException("--top: with --wasted only (see: ocifs du --help)");
        }

        if (parsed.GetValue(MaxDepth) is < 0 || parsed.GetValue(Top) < 0)
        {
            throw new UsageException("-d and --top take a number that is not negative (see: ocifs du --help)");
        }

        using var files = ImageFiles.Open(parsed, parsed.GetRequiredValue(Image), Platform, Namespace);
        if (!isLayers && !isWasted)
        {
            return Space(parsed, files, paths);
        }

        var usage = ImageUsage.Of(files.Platform);
        if (isLayers)
        {
            UsagePrinter.Layers(usage, parsed.GetValue(Json));
        }
        else
        {
            UsagePrinter.Wasted(usage, parsed.GetValue(Top) is > 0 and var top ? top : int.MaxValue, parsed.GetValue(Json));
        }

        return ExitStatus.Done;
    }

    private static int Space(ParseResult parsed, ImageFiles files, string[] paths)
    {
        var isWell = true;
        var starts = new List<FoundFile>();
        foreach (var path in paths.DefaultIfEmpty("/"))
        {
            try
            {
                starts.AddRange(files.Expand(path, followLast: false));
            }
            catch (OciFsException error)
            {
                Fail(error.Message);
            }
        }

        var most = parsed.GetValue(Summarize) ? 0 : parsed.GetValue(MaxDepth) ?? int.MaxValue;
        var isAll = parsed.GetValue(All);
        var usage = new DiskUsage(parsed.GetValue(Apparent) || parsed.GetValue(Bytes), starts.Select(start => start.Node));
        var told = starts
            .SelectMany(start => usage.Of(start.Node, start.Path, (path, error) => Fail($"{FileNames.Text(path.Span)}: {error.Message}")))
            .Where(space => space.Depth == 0 || (space.Depth <= most && (isAll || space.IsDirectory)))
            .Select(space => (space.Path, space.Bytes, IsTotal: false));
        var rows = parsed.GetValue(Total) ? told.Concat(Later(() => (Path: (ReadOnlyMemory<byte>)"total"u8.ToArray(), Bytes: usage.Total, IsTotal: true))) : told;
        if (parsed.GetValue(Json))
        {
            Output.JsonArray(
                rows.Select(row => new UsedSpaceDetails(FileNames.Json(row.Path.Span), FileNames.JsonBytes(row.Path.Span), row.Bytes, row.IsTotal)), UsageJson.Default.UsedSpaceDetails);
        }
        else
        {
            foreach (var row in rows)
            {
                Output.Stream.Write(Encoding.ASCII.GetBytes($"{SizeOf(parsed, row.Bytes)}\t"));
                FileNames.Write(row.Path.Span, parsed.GetValue(Null));
            }
        }

        return isWell && starts.Count > 0 ? ExitStatus.Done : ExitStatus.Failed;

        void Fail(string what)
        {
            Output.Warn(what);
            isWell = false;
        }
    }

    private static string SizeOf(ParseResult parsed, long bytes) => parsed.GetValue(Human) ? HumanSize.Of(bytes)
        : parsed.GetValue(Bytes) ? bytes.ToString(CultureInfo.InvariantCulture)
        : HumanSize.Kibibytes(bytes);

    // What is known only when all before it was asked for.
    private static IEnumerable<T> Later<T>(Func<T> value)
    {
        yield return value();
    }
}
