using System.Text.Json.Serialization;
using OciFs.Provenance;
using OciFs.Usage;

namespace OciFs.Cli.Documents;

/// <summary>What a file or directory takes, as <c>ocifs du --json</c> tells it.</summary>
/// <param name="Path">Its path; of the sum of all <c>total</c>.</param>
/// <param name="PathBytes">The same in base64, where it is no UTF-8.</param>
/// <param name="Bytes">What it takes.</param>
/// <param name="Total">Whether it is the sum of all.</param>
internal sealed record UsedSpaceDetails(
    string Path, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? PathBytes, long Bytes, bool Total);

/// <summary>A layer as <c>ocifs du --layers --json</c> tells it: see <see cref="LayerShare"/>.</summary>
internal sealed record LayerShareDetails(
    int Number, string Digest, long Bytes, long Files, long VisibleBytes, long VisibleFiles, long WastedBytes, string? CreatedBy)
{
    /// <summary>The facts of a layer.</summary>
    public static LayerShareDetails Of(LayerShare share) => new(
        share.Layer.Number, share.Layer.Descriptor.Digest.ToString(), share.Bytes, share.Files, share.VisibleBytes, share.VisibleFiles, share.WastedBytes, share.Layer.CreatedBy);
}

/// <summary>What upper layers hide, as <c>ocifs du --wasted --json</c> tells it: see <see cref="ImageUsage"/>.</summary>
internal sealed record WastedDetails(long Bytes, long VisibleBytes, long WastedBytes, double Efficiency, IReadOnlyList<HiddenFileDetails> Files)
{
    /// <summary>The facts of an image.</summary>
    public static WastedDetails Of(ImageUsage usage, int most) =>
        new(usage.Bytes, usage.VisibleBytes, usage.WastedBytes, usage.Efficiency, [.. usage.Hidden(most).Select(HiddenFileDetails.Of)]);
}

/// <summary>A file that upper layers hide: see <see cref="HiddenFile"/>.</summary>
internal sealed record HiddenFileDetails(
    string Path, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? PathBytes, long Bytes, int Layer, int HiddenBy, string How)
{
    /// <summary>The facts of a file.</summary>
    public static HiddenFileDetails Of(HiddenFile file) => new(
        FileNames.Json(file.Path.Span), FileNames.JsonBytes(file.Path.Span), file.Bytes, file.Layer.Number, file.HiddenBy.Number, Word(file.How));

    /// <summary>How a layer hides, in a word.</summary>
    public static string Word(Hiding how) => how switch
    {
        Hiding.Replaced => "replaced",
        Hiding.Whiteout => "whiteout",
        Hiding.Opaque => "opaque",
        _ => "covered",
    };
}

/// <summary>Writes what <c>ocifs du</c> tells.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(UsedSpaceDetails))]
[JsonSerializable(typeof(LayerShareDetails))]
[JsonSerializable(typeof(WastedDetails))]
internal sealed partial class UsageJson : JsonSerializerContext;
