using System.CommandLine;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs history</c>.</summary>
internal static class HistoryCommand
{
    private const int ShownText = 45;

    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<bool> NoTrunc = GlobalOptions.NoTrunc();

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("history", "Show the steps that made an image, newest first, with the layer that each made.")
        {
            Image, Json, NoTrunc, Platform, Namespace,
        };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var selected = SelectedImage.Open(parsed.GetRequiredValue(Image), parsed.GetValue(Namespace), parsed.GetValue(Platform));
        var (_, image, platform) = selected;
        if (platform?.Config is null)
        {
            throw new OciFsException(OciFsError.NotFound, image.Problems is [var problem, ..]
                ? $"{image.Name}: {problem}"
                : $"{image.Name}: it has no history, for it is no image to run but an artifact (see: ocifs inspect)");
        }

        var history = ImageHistoryDetails.Of(image, platform);
        if (parsed.GetValue(Json))
        {
            Output.Json(history, ImageHistoryJson.Default.ImageHistoryDetails);
        }
        else
        {
            Print(history, parsed.GetValue(NoTrunc));
        }

        foreach (var problem in history.Problems)
        {
            Output.Warn($"{image.Name}: {problem}");
        }

        return ExitStatus.Done;
    }

    private static void Print(ImageHistoryDetails history, bool isFull) => Output.Table(
        ["LAYER", "CREATED", "CREATED BY", "SIZE", "COMMENT"],
        history.Steps.Select(step => new[]
        {
            step.Layer is { } layer ? $"{layer:00} {(isFull ? step.Digest! : Output.Short(step.Digest!))}" : "-",
            Output.Date(step.Created),
            isFull ? step.CreatedBy ?? "-" : Output.Line(step.CreatedBy ?? "-", ShownText),
            step.Size is { } size ? Output.Size(size) : "-",
            isFull ? step.Comment ?? string.Empty : Output.Line(step.Comment ?? string.Empty, ShownText),
        }),
        isFull: isFull);
}
