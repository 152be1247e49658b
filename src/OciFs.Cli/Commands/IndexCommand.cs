using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.Json.Serialization;
using OciFs.Layers;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs index</c>.</summary>
internal static class IndexCommand
{
    private static readonly Argument<string> Source = GlobalOptions.Source();

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<string?> Platform = new("--platform")
    {
        Description = "Only layers of this platform, as os/architecture[/variant]; without it those of all",
        HelpName = "PLATFORM",
    };

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("index", "Index the layers of a store or an image now, so that the first look into a mount need not.") { Source, Json, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var asked = parsed.GetValue(Platform);
        var options = GlobalOptions.OptionsOf(parsed.GetValue(Namespace)) with { Platform = GlobalOptions.PlatformOf(asked) };
        using var store = SourceOpener.Open(parsed.GetRequiredValue(Source), options);
        var resolver = new ImageResolver(store, options.Platform);
        var listing = store.List();
        var images = listing.Images.Select(resolver.Resolve).ToArray();
        var platforms = images.SelectMany(image => asked is null ? image.Platforms : image.HasWantedPlatform ? [image.Default!] : []);
        var layers = platforms.SelectMany(platform => platform.Layers).Select(layer => layer.Claim).DistinctBy(layer => layer.Digest).ToArray();

        if (asked is not null && !images.Any(image => image.HasWantedPlatform))
        {
            throw new OciFsException(OciFsError.NotFound, $"{store.Source}: no image has {asked} (see: ocifs images)");
        }

        List<string> problems = [.. listing.Problems, .. images.SelectMany(image => image.Problems.Concat(image.Platforms.SelectMany(platform => platform.Problems)))];
        var folder = CacheFolder.Default() ?? throw new OciFsException(OciFsError.Unavailable, "there is no cache folder (set OCIFS_CACHE)");
        List<LayerIndexSummary> done = [];
        ConcurrentQueue<string> warnings = [];
        AheadIndexer.Run(store, new LayerIndexCache(folder, warnings.Enqueue), layers, Progress.Meter, layer =>
        {
            done.Add(LayerIndexSummary.Of(layer));
            problems.AddRange(layer.Failure is { } failure ? [failure] : []);
        });

        problems.AddRange(warnings);
        Print(parsed, [.. done.OrderBy(layer => layer.Digest, StringComparer.Ordinal)]);
        problems.ForEach(Output.Warn);
        return problems.Count == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static void Print(ParseResult parsed, LayerIndexSummary[] layers)
    {
        if (parsed.GetValue(Json))
        {
            Output.Json(layers, LayerIndexSummaryJson.Default.LayerIndexSummaryArray);
            return;
        }

        if (!parsed.GetValue(GlobalOptions.Quiet))
        {
            Output.Table(["LAYER", "SIZE", "TAR", "INDEX", "STATE"], layers.Select(layer => new[]
            {
                layer.Digest[..19], Output.Size(layer.Size), Output.Size(layer.TarSize), Output.Size(layer.IndexSize), layer.State,
            }));
        }
    }
}

/// <summary>A layer as <c>ocifs index --json</c> tells it.</summary>
/// <param name="Digest">Digest of the blob.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="TarSize">Bytes of the layer decompressed.</param>
/// <param name="IndexSize">Bytes of the index.</param>
/// <param name="State">"made", "was there" or "failed".</param>
/// <param name="Failure">Why there is no index; null where there is one.</param>
internal sealed record LayerIndexSummary(string Digest, long Size, long TarSize, long IndexSize, string State, string? Failure)
{
    /// <summary>What is told of a layer.</summary>
    public static LayerIndexSummary Of(IndexedLayer layer) => new(
        layer.Layer.Digest.ToString(), layer.Layer.Size, layer.TarSize, layer.IndexSize,
        layer.Failure is not null ? "failed" : layer.WasThere ? "was there" : "made", layer.Failure);
}

/// <summary>Writes <see cref="LayerIndexSummary"/>.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LayerIndexSummary[]))]
internal sealed partial class LayerIndexSummaryJson : JsonSerializerContext;
