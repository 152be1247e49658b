using System.Text.Json;
using System.Text.Json.Serialization;

namespace OciFs.Descriptors.Json;

/// <summary>An index as written. Its entries stay unread, so that each can be unsound alone.</summary>
internal sealed class IndexJson
{
    [JsonPropertyName("mediaType")]
    public string? MediaType { get; set; }

    [JsonPropertyName("manifests")]
    public JsonElement[]? Manifests { get; set; }

    [JsonPropertyName("artifactType")]
    public string? ArtifactType { get; set; }

    [JsonPropertyName("subject")]
    public JsonElement? Subject { get; set; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string?>? Annotations { get; set; }
}
