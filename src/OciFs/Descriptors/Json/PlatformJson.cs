using System.Text.Json.Serialization;

namespace OciFs.Descriptors.Json;

/// <summary>The platform of an index entry as written (image-spec image-index.md).</summary>
internal sealed class PlatformJson
{
    [JsonPropertyName("architecture")]
    public string? Architecture { get; set; }

    [JsonPropertyName("os")]
    public string? Os { get; set; }

    [JsonPropertyName("os.version")]
    public string? OsVersion { get; set; }

    [JsonPropertyName("os.features")]
    public string?[]? OsFeatures { get; set; }

    [JsonPropertyName("variant")]
    public string? Variant { get; set; }
}
