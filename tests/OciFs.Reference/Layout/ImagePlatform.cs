using System.Text.Json.Nodes;

namespace OciFs.Reference.Layout;

/// <summary>What an image runs on (image-spec image-index.md, "platform").</summary>
public sealed record ImagePlatform(string Os = "linux", string Architecture = "amd64", string? Variant = null, string? OsVersion = null, string[]? OsFeatures = null)
{
    /// <summary>The properties as they stand in an index, and in a config.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["architecture"] = Architecture, ["os"] = Os };
        if (Variant is not null)
            json["variant"] = Variant;
        if (OsVersion is not null)
            json["os.version"] = OsVersion;
        if (OsFeatures is not null)
            json["os.features"] = new JsonArray([.. OsFeatures.Select(feature => (JsonNode)feature)]);
        return json;
    }
}
