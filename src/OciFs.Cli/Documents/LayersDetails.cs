using System.Text.Json.Serialization;
using OciFs.Provenance;

namespace OciFs.Cli.Documents;

/// <summary>What layers do, as <c>ocifs layers --json</c> tells it.</summary>
/// <param name="Image">The store's name for the image.</param>
/// <param name="Platform">Name of the platform's folder.</param>
/// <param name="Layers">The layers, where no paths are asked of.</param>
/// <param name="Paths">The paths that are asked of.</param>
internal sealed record LayersDetails(string Image, string Platform, IReadOnlyList<LayerChangesDetails> Layers, IReadOnlyList<PathHistoryDetails> Paths);

/// <summary>A layer: see <see cref="LayerChanges"/>.</summary>
internal sealed record LayerChangesDetails(
    int Number, string Digest, long? Size, long TarSize, long Added, long Changed, long Whiteouts, long Opaque, string? CreatedBy)
{
    /// <summary>The facts of a layer.</summary>
    public static LayerChangesDetails Of(LayerChanges changes) => new(
        changes.Layer.Number, changes.Layer.Descriptor.Digest.ToString(), changes.Layer.Descriptor.Size is >= 0 and var size ? size : null, changes.TarSize,
        changes.Added, changes.Changed, changes.Whiteouts, changes.Opaque, changes.Layer.CreatedBy);
}

/// <summary>A path: see <see cref="PathHistory"/>.</summary>
internal sealed record PathHistoryDetails(
    string Path, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? PathBytes, string? Resolved, bool Exists, IReadOnlyList<PathEventDetails> Events)
{
    /// <summary>The facts of a path.</summary>
    /// <param name="path">As it was written.</param>
    /// <param name="history">Its history.</param>
    public static PathHistoryDetails Of(byte[] path, PathHistory history)
    {
        var isSame = history.Path.Span.TrimStart((byte)'/').SequenceEqual(path.AsSpan().Trim((byte)'/'));
        return new(FileNames.Json(path), FileNames.JsonBytes(path), isSame ? null : FileNames.Json(history.Path.Span), history.Exists, [.. history.Events.Select(PathEventDetails.Of)]);
    }
}

/// <summary>What a layer did to a path: see <see cref="PathEvent"/>.</summary>
internal sealed record PathEventDetails(int Layer, string Digest, string Change, IReadOnlyList<string> What, string? How, string? By, string? CreatedBy)
{
    /// <summary>The facts of an event.</summary>
    public static PathEventDetails Of(PathEvent happened) => new(
        happened.Layer.Number,
        happened.Layer.Descriptor.Digest.ToString(),
        happened.Change switch { PathChange.Added => "added", PathChange.Changed => "changed", _ => "removed" },
        FileAspectWords.Of(happened.What),
        happened.How is { } how ? HiddenFileDetails.Word(how) : null,
        happened.By.IsEmpty ? null : FileNames.Json(happened.By.Span),
        happened.Layer.CreatedBy);
}

/// <summary>Writes <see cref="LayersDetails"/>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LayersDetails))]
internal sealed partial class LayersJson : JsonSerializerContext;
