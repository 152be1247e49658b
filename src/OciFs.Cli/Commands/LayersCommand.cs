using System.CommandLine;
using System.Globalization;
using OciFs.Provenance;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs layers</c>.</summary>
internal static class LayersCommand
{
    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Files and directories, also such as the image has no longer; links on the way are followed as far as the image has it",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<bool> NoTrunc = GlobalOptions.NoTrunc();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "Print what each layer of an image adds, changes and removes. With PATHs: which layers added, changed or removed each, what of it, and the "
            + "command that made the layer.";
        var command = new Command("layers", what) { Image, Paths, Json, NoTrunc, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var files = ImageFiles.Open(parsed, parsed.GetRequiredValue(Image), Platform, Namespace);
        var paths = parsed.GetValue(Paths) ?? [];
        if (Array.Find(paths, ImageFiles.IsOfTree) is { } ofTree)
        {
            throw new UsageException($"{ofTree}: layers are asked for paths of the root file system (see: ocifs layers --help)");
        }

        var isWell = true;
        var histories = new List<PathHistoryDetails>();
        foreach (var path in paths.SelectMany(path => Expand(files, path)))
        {
            var history = PathHistoryDetails.Of(path, PathHistory.Of(files.Platform, path));
            if (history.Events.Count == 0)
            {
                Output.Warn($"{FileNames.Text(path)}: no layer has such a file");
                isWell = false;
            }

            histories.Add(history);
        }

        LayerChangesDetails[] layers = paths.Length > 0 ? [] : [.. LayerChanges.Of(files.Platform).Select(LayerChangesDetails.Of)];
        if (parsed.GetValue(Json))
        {
            Output.Json(new LayersDetails(files.Image.Name, files.Platform.FolderName, layers, histories), LayersJson.Default.LayersDetails);
        }
        else
        {
            var isFull = parsed.GetValue(NoTrunc);
            Print(layers, isFull);
            histories.ForEach(history => Print(history, histories.Count > 1, isFull));
        }

        return isWell ? ExitStatus.Done : ExitStatus.Failed;
    }

    // Layers are asked for names that the image has no longer too: what no pattern finds is a name itself.
    private static IEnumerable<byte[]> Expand(ImageFiles files, string path)
    {
        try
        {
            return path.Length == 0 || FilePattern.IsPattern(ByteText.Encode(path)) ? files.Expand(path, followLast: false).Select(file => file.Path) : [ByteText.Encode(path)];
        }
        catch (OciFsException error) when (path.Length > 0 && error.Error is OciFsError.NotFound or OciFsError.Invalid)
        {
            return [ByteText.Encode(path)];
        }
    }

    private static string Cut(string digest, bool isFull) => isFull ? digest : Output.Short(digest);

    private static string CreatedBy(string? command, bool isFull) => isFull ? command ?? "-" : UsagePrinter.CreatedBy(command);

    private static void Print(LayerChangesDetails[] layers, bool isFull) => Output.Table(
        ["LAYER", "DIGEST", "SIZE", "TAR", "ADDED", "CHANGED", "REMOVED", "CREATED BY"],
        layers.Select(layer => new[]
        {
            layer.Number.ToString("00", CultureInfo.InvariantCulture), Cut(layer.Digest, isFull), Output.Size(layer.Size ?? -1), Output.Size(layer.TarSize), $"{layer.Added}",
            $"{layer.Changed}", layer.Opaque == 0 ? $"{layer.Whiteouts}" : $"{layer.Whiteouts}+{layer.Opaque} opaque", CreatedBy(layer.CreatedBy, isFull),
        }),
        isFull: isFull);

    private static void Print(PathHistoryDetails history, bool isOneOfMany, bool isFull)
    {
        if (history.Events.Count == 0)
        {
            return;
        }

        if (isOneOfMany || history.Resolved is not null)
        {
            Console.Out.WriteLine(Output.Line(history.Resolved is { } resolved ? $"{history.Path} (which is {resolved})" : history.Path, int.MaxValue));
        }

        Output.Table(["LAYER", "DIGEST", "CHANGE", "WHAT", "CREATED BY"], history.Events.Select(happened => new[]
        {
            happened.Layer.ToString("00", CultureInfo.InvariantCulture), Cut(happened.Digest, isFull), happened.Change, What(happened), CreatedBy(happened.CreatedBy, isFull),
        }), isFull: isFull);
    }

    private static string What(PathEventDetails happened) => happened switch
    {
        { Change: "removed" } => happened.By is { } by ? $"{happened.How}: {by}" : "-",
        { Change: "changed", What.Count: 0 } => "nothing",
        _ => happened.What.Count == 0 ? "-" : string.Join(',', happened.What),
    };
}
