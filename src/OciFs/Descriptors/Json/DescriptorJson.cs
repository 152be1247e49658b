using System.Text.Json.Serialization;

namespace OciFs.Descriptors.Json;

/// <summary>A descriptor as written (image-spec descriptor.md).</summary>
internal sealed class DescriptorJson
{
    [JsonPropertyName("mediaType")]
    public string? MediaType { get; set; }

    [JsonPropertyName("digest")]
    public string? Digest { get; set; }

    [JsonPropertyName("size")]
    public long? Size { get; set; }

    [JsonPropertyName("platform")]
    public PlatformJson? Platform { get; set; }

    [JsonPropertyName("annotations")]
    public Dictionary<string, string?>? Annotations { get; set; }

    [JsonPropertyName("artifactType")]
    public string? ArtifactType { get; set; }

    [JsonPropertyName("data")]
    public string? Data { get; set; }

    [JsonPropertyName("urls")]
    public string?[]? Urls { get; set; }
}
