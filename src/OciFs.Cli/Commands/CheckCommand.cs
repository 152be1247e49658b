using System.CommandLine;
using OciFs.Images;
using OciFs.Proving;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs check</c>.</summary>
internal static class CheckCommand
{
    // Enough for all cores where each has one small layer of its own.
    private const int ImagesAhead = 64;

    private static readonly Argument<string> Source = GlobalOptions.Source();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = new("--platform")
    {
        Description = "Only this platform of the images that have it, as os/architecture[/variant]; without it all platforms",
        HelpName = "PLATFORM",
    };

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    private static readonly Option<bool> Quick = new("--quick")
    {
        Description = "Read the documents only: that layers and files are there, and as long as they should be, is all that is looked at",
    };

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "Read all that the images of a store, or one image, are made of, and check it: documents, layers and files by their digests and sizes, the "
            + "tars of layers by their diffIDs and that they are sound, artifacts about them likewise. Each layer is read once, whether it is indexed or not. Exit status: "
            + "0 nothing is wrong, 1 something is missing or damaged. What cannot be checked is said, and is no failure; nor are entries of layers that no tool can unpack.";
        var command = new Command("check", what) { Source, Json, Platform, Namespace, Quick };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var asked = parsed.GetValue(Platform);
        var options = GlobalOptions.StoreOptionsOf(parsed.GetValue(Namespace), asked);
        using var store = ImageStore.Open(parsed.GetRequiredValue(Source), options);
        using var prover = new ContentProver(store, options);
        var images = store.Images;
        var wanted = GlobalOptions.PlatformOf(asked);
        var isWell = store.Problems.IsEmpty;
        Func<Image, ImagePlatform?, Task<CheckDetails>> check = parsed.GetValue(Quick)
            ? (image, only) => Task.Run(() => CheckDetails.Of(image, only))
            : async (image, only) => CheckDetails.Of(await prover.ProveAsync(image, only));
        var checks = Ahead(images, image => CheckAsync(image, asked is null ? null : wanted, check)).OfType<CheckDetails>().Select(found =>
        {
            isWell &= found.Status is CheckDetails.Complete or CheckDetails.Odd or CheckDetails.Unproven;
            return found;
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

    // In the order of the images, each as soon as it is there, while those behind it are being checked.
    private static IEnumerable<CheckDetails?> Ahead(IEnumerable<Image> images, Func<Image, Task<CheckDetails?>> check)
    {
        var begun = new Queue<Task<CheckDetails?>>();
        foreach (var image in images)
        {
            begun.Enqueue(check(image));
            if (begun.Count > ImagesAhead)
            {
                yield return begun.Dequeue().GetAwaiter().GetResult();
            }
        }

        while (begun.TryDequeue(out var next))
        {
            yield return next.GetAwaiter().GetResult();
        }
    }

    // Of what is broken nobody can tell what it would run on, and artifacts run on nothing: only sound images of other platforms are left out.
    private static Task<CheckDetails?> CheckAsync(Image image, PlatformName? wanted, Func<Image, ImagePlatform?, Task<CheckDetails>> check) => Task.Run(async () =>
        wanted is null || image.Kind is not ImageKind.Image ? await check(image, null)
        : image.PlatformFor(wanted) is { } only ? await check(image, only)
        : image.Problems.IsEmpty ? null
        : await check(image, null));

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
            if (isQuiet && check.Status is CheckDetails.Complete)
            {
                continue;
            }

            var all = check.Status == "unavailable" ? "?" : $"{check.Required}";
            var size = check.PresentSize == check.RequiredSize ? Output.Size(check.PresentSize) : $"{Output.Size(check.PresentSize)} of {Output.Size(check.RequiredSize)}";
            Console.Out.WriteLine($"{check.Status,-11}  {(check.Sound ?? check.Present) + "/" + all,7}  {size,-8}  {Output.Line(check.Name, int.MaxValue)}");
            foreach (var line in LinesOf(check))
            {
                Console.Out.WriteLine($"    {Output.Line(line, int.MaxValue)}");
            }
        }
    }
}
