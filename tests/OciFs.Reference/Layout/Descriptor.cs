using System.Text.Json.Nodes;

namespace OciFs.Reference.Layout;

/// <summary>What a document says of a blob (image-spec descriptor.md). Tests may say anything: nothing is checked.</summary>
public sealed record Descriptor(string MediaType, string Digest, long Size)
{
    /// <summary>Null for none.</summary>
    public ImagePlatform? Platform { get; init; }

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The descriptor as it stands in documents.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["mediaType"] = MediaType, ["digest"] = Digest, ["size"] = Size };
        if (Platform is not null)
            json["platform"] = Platform.ToJson();
        if (Annotations.Count > 0)
            json["annotations"] = new JsonObject(Annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return json;
    }
}
