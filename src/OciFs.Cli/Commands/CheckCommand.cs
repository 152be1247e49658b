using System.CommandLine;
using OciFs.Images;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs check</c>.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string> Source = GlobalOptions.Source();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = new("--platform")
    {
        Description = "Only this platform of the images that have it, as os/architecture[/variant]; without it all platforms",
        HelpName = "PLATFORM",
    };

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "Check whether all that the images of a store, or one image, need is there, and whether every document is what its digest says. "
            + "Layers are not opened: that they are there, and as long as the manifest says, is all that is looked at. Exit status: 0 all is well, 1 something is "
            + "missing or damaged.";
        var command = new Command("check", what) { Source, Json, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var asked = parsed.GetValue(Platform);
        using var store = GlobalOptions.Open(parsed.GetRequiredValue(Source), parsed.GetValue(Namespace), asked);
        var images = store.Images;
        var wanted = GlobalOptions.PlatformOf(asked);
        var isWell = store.Problems.IsEmpty;
        var checks = InOrder.Select(images, image => Check(image, asked is null ? null : wanted))
            .OfType<CheckDetails>().Select(check =>
            {
                isWell &= check.Status == "complete";
                return check;
            });
        if (parsed.GetValue(Json))
        {
            Output.JsonArray(checks, CheckDetailsJson.Default.CheckDetails);
        }
        else
        {
            Print(checks, parsed.GetValue(GlobalOptions.Quiet));
        }

        foreach (var problem in store.Problems)
        {
            Output.Warn(problem);
        }

        return asked is not null && !images.Any(image => image.PlatformFor(wanted) is not null)
            ? throw new OciFsException(OciFsError.NotFound, $"{store.Source}: no image has {asked} (see: ocifs images)")
            : isWell ? ExitStatus.Done : ExitStatus.Failed;
    }

    // Of what is broken nobody can tell what it would run on, and artifacts run on nothing: only sound images of other platforms are left out.
    private static CheckDetails? Check(Image image, PlatformName? wanted) =>
        wanted is null || image.Kind is not ImageKind.Image ? CheckDetails.Of(image, null)
        : image.PlatformFor(wanted) is { } only ? CheckDetails.Of(image, only)
        : image.Problems.IsEmpty ? null
        : CheckDetails.Of(image, null);

    // A problem of content that is missing begins with its digest.
    private static IEnumerable<string> LinesOf(CheckDetails check)
    {
        var missing = check.Missing.DistinctBy(content => content.Digest, StringComparer.Ordinal).ToDictionary(content => content.Digest, StringComparer.Ordinal);
        return check.Problems.Select(problem => missing.TryGetValue(problem.Split(": ")[0], out var content)
            ? $"{problem} [{content.MediaType}, {Output.Size(content.Size ?? -1)}]"
            : problem);
    }

    private static void Print(IEnumerable<CheckDetails> checks, bool isQuiet)
    {
        foreach (var check in checks)
        {
            if (isQuiet && check.Status == "complete")
            {
                continue;
            }

            var all = check.Status == "unavailable" ? "?" : $"{check.Required}";
            var size = check.PresentSize == check.RequiredSize ? Output.Size(check.PresentSize) : $"{Output.Size(check.PresentSize)} of {Output.Size(check.RequiredSize)}";
            Console.Out.WriteLine($"{check.Status,-11}  {check.Present + "/" + all,7}  {size,-8}  {Output.Line(check.Name, int.MaxValue)}");
            foreach (var line in LinesOf(check))
            {
                Console.Out.WriteLine($"    {Output.Line(line, int.MaxValue)}");
            }
        }
    }
}
