using System.CommandLine;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs stat</c>.</summary>
internal static class StatCommand
{
    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Files in the image; may be patterns; //images/… is a path of the mounted tree",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Follow = new("--dereference", "-L") { Description = "Tell of what symbolic links lead to" };

    private static readonly Option<string?> Format = new("--format", "-c")
    {
        Description = "Print a line of this format, with the directives of stat(1), as '%a %U:%G %s %n'",
        HelpName = "FORMAT",
    };

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("stat", "Show what is known of files of an image, also the layer that brought them.")
        {
            Image, Paths, Follow, Format, Json, Platform, Namespace,
        };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        if (parsed.GetValue(Json) && parsed.GetValue(Format) is not null)
        {
            throw new UsageException("-c and --json: one of them");
        }

        using var image = ImageFiles.Open(parsed, parsed.GetRequiredValue(Image), Platform, Namespace);
        var paths = parsed.GetRequiredValue(Paths);
        var users = new ImageUsers(Array.TrueForAll(paths, ImageFiles.IsOfTree) ? null : image.RootFs);
        var failed = new List<string>();
        var found = paths.SelectMany(path => Try(path, failed, () => image.Expand(path, parsed.GetValue(Follow))) ?? []);
        if (parsed.GetValue(Json))
        {
            Output.JsonArray(
                found.Select(file => Try(ByteText.Decode(file.Path), failed, () => new FileStatus(file.Path, file.Node, file.Node.Attributes, users))).OfType<FileStatus>(),
                FileStatusJson.Default.FileStatus);
        }
        else
        {
            var format = parsed.GetValue(Format) is { } text ? new StatFormat(ByteText.Encode(text), users) : null;
            foreach (var file in found)
            {
                Try(ByteText.Decode(file.Path), failed, () => Print(file, format, users));
            }
        }

        return failed.Count > 0 ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static bool Print(FoundFile file, StatFormat? format, ImageUsers users)
    {
        var attributes = file.Node.Attributes;
        if (format is not null)
        {
            Output.Stream.Write([.. format.Print(file.Path, file.Node, attributes, Screen.IsOutput), (byte)'\n']);
            Output.Stream.Flush();
            return true;
        }

        byte[]? target = UnixMode.IsSymbolicLink(attributes.Mode) ? [.. file.Node.ReadLink()] : null;
        StatSheet.Print(file.Path, new FileStatus(file.Path, file.Node, attributes, users), target, attributes);
        return true;
    }

    // What cannot be had of one path is told, and the others go on.
    private static T? Try<T>(string path, List<string> failed, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (OciFsException error) when (error.Error is not OciFsError.Unavailable || !error.Message.StartsWith("standard output", StringComparison.Ordinal))
        {
            Output.Fail(path, error);
            failed.Add(path);
            return default;
        }
    }
}
