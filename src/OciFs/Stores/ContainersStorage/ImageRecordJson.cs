using System.Text.Json.Serialization;

namespace OciFs.Stores.ContainersStorage;

/// <summary>A record of <c>images.json</c> as written (containers/storage, images.go).</summary>
internal sealed class ImageRecordJson
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("digest")]
    public string? Digest { get; set; }

    [JsonPropertyName("names")]
    public string?[]? Names { get; set; }

    [JsonPropertyName("layer")]
    public string? Layer { get; set; }

    [JsonPropertyName("big-data-sizes")]
    public Dictionary<string, long>? BigDataSizes { get; set; }

    [JsonPropertyName("big-data-digests")]
    public Dictionary<string, string?>? BigDataDigests { get; set; }
}
