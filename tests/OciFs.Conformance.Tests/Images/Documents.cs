using System.Text.Json.Nodes;

namespace OciFs.Conformance.Tests.Images;

/// <summary>Reads the documents of a layout, trusting it: the scripts made it.</summary>
internal static class Documents
{
    public static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllBytes(file))!;

    public static string Text(this JsonNode node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            node = node[name]!;
        return node.GetValue<string>();
    }

    public static IEnumerable<JsonNode> Items(this JsonNode node, string name) => node[name]!.AsArray().Select(item => item!);

    /// <summary>The descriptor that a tag of index.json points at.</summary>
    public static JsonNode Tagged(string layout, string tag) => Read(Path.Combine(layout, "index.json")).Items("manifests")
        .Single(item => item["annotations"]?["org.opencontainers.image.ref.name"]?.GetValue<string>() == tag);

    /// <summary>The file of a blob.</summary>
    public static string Blob(string layout, string digest) => Path.Combine(layout, "blobs", digest.Replace(':', '/'));

    /// <summary>The document that a descriptor names.</summary>
    public static JsonNode Follow(string layout, JsonNode descriptor) => Read(Blob(layout, descriptor.Text("digest")));
}
