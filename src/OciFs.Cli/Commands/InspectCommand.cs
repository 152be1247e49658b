using System.CommandLine;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs inspect</c>.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("inspect", "Show what an image is made of: platforms, layers, digests, sizes, how it starts. No mount is needed.")
        {
            Image, Json, Platform, Namespace,
        };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var asked = parsed.GetValue(Platform);
        using var selected = SelectedImage.Open(parsed.GetRequiredValue(Image), parsed.GetValue(Namespace), asked);
        var (store, image, platform) = selected;
        var details = ImageDetails.Of(image, asked is null ? image.Platforms : [platform!], store.Relations());
        if (parsed.GetValue(Json))
        {
            Output.Json(details, ImageDetailsJson.Default.ImageDetails);
        }
        else
        {
            InspectSheet.Print(details);
        }

        foreach (var problem in image.Problems)
        {
            Output.Warn($"{image.Name}: {problem}");
        }

        return image.TargetBytes is null ? ExitStatus.Failed : ExitStatus.Done;
    }
}
