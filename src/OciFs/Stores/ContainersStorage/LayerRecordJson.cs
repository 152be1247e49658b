using System.Text.Json;
using System.Text.Json.Serialization;

namespace OciFs.Stores.ContainersStorage;

/// <summary>A record of <c>layers.json</c> as written (containers/storage, layers.go).</summary>
internal sealed class LayerRecordJson
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("parent")]
    public string? Parent { get; set; }

    [JsonPropertyName("diff-digest")]
    public string? DiffDigest { get; set; }

    [JsonPropertyName("compressed-diff-digest")]
    public string? CompressedDiffDigest { get; set; }

    [JsonPropertyName("flags")]
    public LayerFlagsJson? Flags { get; set; }
}

/// <summary>The <c>flags</c> of a layer as written: of those that there are, what is asked for here.</summary>
internal sealed class LayerFlagsJson
{
    /// <summary>True while its files are being unpacked.</summary>
    [JsonPropertyName("incomplete")]
    public JsonElement Incomplete { get; set; }

    /// <summary>What the config says of a layer that was pulled in parts, so that nobody has hashed its tar.</summary>
    [JsonPropertyName("expected-layer-diffid")]
    public JsonElement ExpectedDiffId { get; set; }
}
