using System.Text.Json.Serialization;

namespace OciFs.Descriptors.Json;

/// <summary>A config as written.</summary>
internal sealed class ConfigJson
{
    [JsonPropertyName("created")]
    public string? Created { get; set; }

    [JsonPropertyName("author")]
    public string? Author { get; set; }

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

    [JsonPropertyName("rootfs")]
    public RootFsJson? RootFs { get; set; }

    [JsonPropertyName("history")]
    public HistoryJson?[]? History { get; set; }

    [JsonPropertyName("config")]
    public RuntimeConfigJson? Config { get; set; }
}

/// <summary>The <c>rootfs</c> of a config as written.</summary>
internal sealed class RootFsJson
{
    [JsonPropertyName("diff_ids")]
    public string?[]? DiffIds { get; set; }
}

/// <summary>A step of a config's <c>history</c> as written.</summary>
internal sealed class HistoryJson
{
    [JsonPropertyName("created")]
    public string? Created { get; set; }

    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; set; }

    [JsonPropertyName("author")]
    public string? Author { get; set; }

    [JsonPropertyName("comment")]
    public string? Comment { get; set; }

    [JsonPropertyName("empty_layer")]
    public bool? EmptyLayer { get; set; }
}
