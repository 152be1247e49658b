using System.Globalization;
using OciFs.Usage;

namespace OciFs.Cli.Printing;

/// <summary>Prints what the layers of an image bring, and hide.</summary>
internal static class UsagePrinter
{
    /// <summary>A row for each layer.</summary>
    public static void Layers(ImageUsage usage, bool isJson)
    {
        if (isJson)
        {
            Output.JsonArray(usage.Layers.Select(LayerShareDetails.Of), UsageJson.Default.LayerShareDetails);
            return;
        }

        Output.Table(["LAYER", "DIGEST", "SIZE", "FILES", "VISIBLE", "FILES", "WASTED", "CREATED BY"], usage.Layers.Select(share => new[]
        {
            share.Layer.Number.ToString("00", CultureInfo.InvariantCulture), Output.Short(share.Layer.Descriptor.Digest.ToString()), Output.Size(share.Bytes), $"{share.Files}",
            Output.Size(share.VisibleBytes), $"{share.VisibleFiles}", Output.Size(share.WastedBytes), CreatedBy(share.Layer.CreatedBy),
        }));
    }

    /// <summary>The largest hidden files, and the sum.</summary>
    public static void Wasted(ImageUsage usage, int most, bool isJson)
    {
        if (isJson)
        {
            Output.Json(WastedDetails.Of(usage, most), UsageJson.Default.WastedDetails);
            return;
        }

        Output.Table(["SIZE", "LAYER", "HIDDEN BY", "PATH"], usage.Hidden(most).Select(file => new[]
        {
            Output.Size(file.Bytes), file.Layer.Number.ToString("00", CultureInfo.InvariantCulture),
            $"{file.HiddenBy.Number:00} {HiddenFileDetails.Word(file.How)}", FileNames.Text(file.Path.Span),
        }));
        Console.Out.WriteLine($"{Output.Size(usage.WastedBytes)} of {Output.Size(usage.Bytes)} wasted, efficiency {usage.Efficiency.ToString("0.00 %", CultureInfo.InvariantCulture)}");
    }

    /// <summary>The command that made a layer, as a cell at the end of a row: cut where a terminal ends.</summary>
    public static string CreatedBy(string? command) => command is null ? "-" : Output.Line(command, Screen.IsOutput ? MostOfCommand : int.MaxValue);

    private const int MostOfCommand = 60;
}
