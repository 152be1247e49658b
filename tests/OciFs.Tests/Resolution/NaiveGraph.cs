using System.Text.Json.Nodes;

namespace OciFs.Tests.Resolution;

/// <summary>Walks an image as its documents are written, by their media types, with nothing of the code that is tested.</summary>
internal sealed class NaiveGraph(Func<string, string?> textOf)
{
    /// <summary>A line for each descriptor, its depth before it: parents before children, in the order of the documents.</summary>
    public IEnumerable<string> Walk(JsonNode descriptor, int depth = 0)
    {
        yield return $"{depth} {descriptor["digest"]}";
        foreach (var child in Children(descriptor))
        {
            foreach (var line in Walk(child, depth + 1))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<JsonNode> Children(JsonNode descriptor)
    {
        var type = (string?)descriptor["mediaType"] ?? string.Empty;
        if (!type.Contains("manifest", StringComparison.Ordinal) && !type.Contains("index", StringComparison.Ordinal))
        {
            return [];
        }

        var document = textOf((string)descriptor["digest"]!) is { } text ? JsonNode.Parse(text)! : new JsonObject();
        return document["manifests"] is JsonArray entries
            ? entries.Select(entry => entry!)
            : new[] { document["config"] }.OfType<JsonNode>().Concat((document["layers"] as JsonArray ?? []).Select(layer => layer!));
    }
}
