using System.Text.Json.Serialization;

namespace OciFs.Descriptors.Json;

/// <summary>The file <c>oci-layout</c> as written (image-spec image-layout.md).</summary>
internal sealed class LayoutJson
{
    [JsonPropertyName("imageLayoutVersion")]
    public string? ImageLayoutVersion { get; set; }
}
