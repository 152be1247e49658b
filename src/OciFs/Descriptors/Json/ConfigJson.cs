using System.Text.Json;
using System.Text.Json.Serialization;

namespace OciFs.Descriptors.Json;

/// <summary>A config as written: what an image needs of it to be run. The rest stays unread, so that each field can be unsound alone.</summary>
internal sealed class ConfigJson
{
    [JsonPropertyName("architecture")]
    public string? Architecture { get; set; }

    [JsonPropertyName("os")]
    public string? Os { get; set; }

    [JsonPropertyName("os.version")]
    public string? OsVersion { get; set; }

    [JsonPropertyName("variant")]
    public string? Variant { get; set; }

    [JsonPropertyName("rootfs")]
    public RootFsJson? RootFs { get; set; }

    [JsonPropertyName("created")]
    [JsonConverter(typeof(UnreadElementConverter))]
    public JsonElement? Created { get; set; }

    [JsonPropertyName("author")]
    [JsonConverter(typeof(UnreadElementConverter))]
    public JsonElement? Author { get; set; }

    [JsonPropertyName("os.features")]
    [JsonConverter(typeof(UnreadElementConverter))]
    public JsonElement? OsFeatures { get; set; }

    [JsonPropertyName("history")]
    [JsonConverter(typeof(UnreadElementConverter))]
    public JsonElement? History { get; set; }

    [JsonPropertyName("config")]
    [JsonConverter(typeof(UnreadElementConverter))]
    public JsonElement? Config { get; set; }

    /// <summary>The fields that an image can be run without.</summary>
    public Dictionary<string, JsonElement?> Rest => new(StringComparer.Ordinal)
    {
        ["created"] = Created, ["author"] = Author, ["os.features"] = OsFeatures, ["history"] = History, ["config"] = Config,
    };
}

/// <summary>The <c>rootfs</c> of a config as written.</summary>
internal sealed class RootFsJson
{
    [JsonPropertyName("diff_ids")]
    public string?[]? DiffIds { get; set; }
}
