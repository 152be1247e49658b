using System.Text.Json.Nodes;

namespace OciFs.Tests.Resolution;

/// <summary>What is about what in a layout, by looking at every blob that is JSON, whatever leads to it. Knows nothing of the code that is tested.</summary>
internal static class NaiveReferrers
{
    /// <summary>Lines of "subject referrer reason", sorted.</summary>
    public static string[] Of(string layout)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        var documents = Directory.GetFiles(Path.Combine(layout, "blobs"), "*", SearchOption.AllDirectories)
            .Select(path => (Digest: $"{Path.GetFileName(Path.GetDirectoryName(path))}:{Path.GetFileName(path)}", Json: Read(path)))
            .Where(document => document.Json is not null).ToDictionary(document => document.Digest, document => document.Json!, StringComparer.Ordinal);
        foreach (var (digest, json) in documents)
        {
            if (json["subject"] is JsonObject subject)
                lines.Add($"{subject["digest"]} {digest} Subject");
            foreach (var entry in Entries(json))
            {
                if (entry["annotations"]?["vnd.docker.reference.digest"] is { } about)
                    lines.Add($"{about} {entry["digest"]} Attestation");
            }
        }

        foreach (var entry in Entries(Read(Path.Combine(layout, "index.json"))!))
        {
            var tag = ((string?)entry["annotations"]?["org.opencontainers.image.ref.name"])?.Split(':')[^1] ?? string.Empty;
            if (!tag.StartsWith("sha256-", StringComparison.Ordinal))
                continue;
            var subject = $"sha256:{tag[7..71]}";
            if (tag.Length > 71)
                lines.Add($"{subject} {entry["digest"]} CosignTag");
            else
                lines.UnionWith(Entries(documents[(string)entry["digest"]!]).Select(listed => $"{subject} {listed["digest"]} ReferrersTag"));
        }

        return [.. lines];
    }

    private static IEnumerable<JsonNode> Entries(JsonNode json) => (json["manifests"] as JsonArray ?? []).Select(entry => entry!);

    private static JsonObject? Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
