using System.Text.Json;
using System.Text.Json.Serialization;

namespace OciFs.Descriptors.Json;

/// <summary>A manifest as written.</summary>
internal sealed class ManifestJson
{
    [JsonPropertyName("mediaType")]
    public string? MediaType { get; set; }

    [JsonPropertyName("config")]
    public JsonElement? Config { get; set; }

    [JsonPropertyName("layers")]
    public JsonElement[]? Layers { get; set; }

    [JsonPropertyName("blobs")]
    public JsonElement[]? Blobs { get; set; }

    [JsonPropertyName("fsLayers")]
    public SchemaOneLayerJson?[]? FsLayers { get; set; }

    [JsonPropertyName("history")]
    public SchemaOneHistoryJson?[]? History { get; set; }

    [JsonPropertyName("signatures")]
    public SignatureJson?[]? Signatures { get; set; }

    [JsonPropertyName("artifactType")]
    public string? ArtifactType { get; set; }

    [JsonPropertyName("subject")]
    public JsonElement? Subject { get; set; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string?>? Annotations { get; set; }
}
