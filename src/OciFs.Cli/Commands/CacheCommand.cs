using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using OciFs.Layers;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs cache</c>.</summary>
internal static class CacheCommand
{
    // A hundred years: what is older than any file.
    private const int MostDays = 36_525;

    private static readonly Option<bool> Json = GlobalOptions.Json();

    private static readonly Option<long> Bytes = new("--bytes")
    {
        Description = "How much may stay",
        HelpName = "N",
        DefaultValueFactory = _ => Limits.IndexCacheBytes,
    };

    private static readonly Option<int> Days = new("--days")
    {
        Description = "Remove what nobody used for this long",
        HelpName = "N",
        DefaultValueFactory = _ => (int)Limits.IndexCacheAge.TotalDays,
    };

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var show = new Command("show", "Show where the index cache is and what is in it.") { Json };
        show.SetAction(parsed => Show(parsed.GetValue(Json)));
        var prune = new Command("prune", "Remove indexes that were not used for long, then the oldest until the rest fits.") { Bytes, Days };
        prune.SetAction(parsed => Remove(parsed, InRange(parsed, Bytes, long.MaxValue), TimeSpan.FromDays(InRange(parsed, Days, MostDays))));
        var clear = new Command("clear", "Remove all indexes. Mounts go on with those that they have open.");
        clear.SetAction(parsed => Remove(parsed, 0, TimeSpan.MinValue));
        var command = new Command("cache", "Show or empty the folder where the indexes of layers are kept. Without a command behind it: show.") { show, prune, clear, Json };
        command.SetAction(parsed => Show(parsed.GetValue(Json)));
        return command;
    }

    private static CacheFolder Folder =>
        CacheFolder.Default() ?? throw new OciFsException(OciFsError.Unavailable, "there is no cache folder (set OCIFS_CACHE)");

    private static T InRange<T>(ParseResult parsed, Option<T> option, T most)
        where T : struct, System.Numerics.INumber<T>
    {
        var value = parsed.GetValue(option);
        return value >= T.Zero && value <= most ? value : throw new UsageException($"{option.Name} {value}: not from 0 to {most}");
    }

    private static int Show(bool json)
    {
        var files = Folder.List();
        var summary = new CacheSummary(Folder.Path, files.Count, files.Sum(file => file.Size), files.Count == 0 ? null : files.Min(file => file.LastUsed));
        if (json)
        {
            Output.Json(summary, CacheSummaryJson.Default.CacheSummary);
            return ExitStatus.Done;
        }

        Console.Out.WriteLine($"folder  {Output.Line(summary.Folder, int.MaxValue)}");
        Console.Out.WriteLine($"files   {summary.Files}");
        Console.Out.WriteLine($"size    {Output.Size(summary.Size)}");
        Console.Out.WriteLine($"oldest  {summary.OldestUse?.ToString("u", CultureInfo.InvariantCulture) ?? "-"}");
        return ExitStatus.Done;
    }

    private static int Remove(ParseResult parsed, long bytes, TimeSpan age)
    {
        var removed = Folder.Prune(bytes, age);
        if (!parsed.GetValue(GlobalOptions.Quiet))
        {
            Console.Out.WriteLine($"{Output.Line(Folder.Path, int.MaxValue)}: {removed.Count} files removed, {Output.Size(removed.Sum(file => file.Size))}");
        }

        return ExitStatus.Done;
    }
}

/// <summary>The cache as <c>ocifs cache show --json</c> tells it.</summary>
/// <param name="Folder">Where its files lie.</param>
/// <param name="Files">How many there are.</param>
/// <param name="Size">Their bytes.</param>
/// <param name="OldestUse">When the one was used that was used longest ago.</param>
internal sealed record CacheSummary(string Folder, int Files, long Size, DateTime? OldestUse);

/// <summary>Writes <see cref="CacheSummary"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CacheSummary))]
internal sealed partial class CacheSummaryJson : JsonSerializerContext;
