using System.IO.Compression;
using System.Text.Json.Nodes;
using OciFs.Reference.Layout;
using OciFs.Reference.Trees;

namespace OciFs.Reference.Cases;

/// <summary>Edge cases that real tools were asked about: an OCI layout of one image a case, and the trees they made of it.</summary>
/// <param name="layout">The folder of the layout.</param>
/// <param name="expected">The folder of the trees, "CASE.tsv".</param>
public sealed class CaseCorpus(string layout, string expected)
{
    private const string NameAnnotation = "org.opencontainers.image.ref.name";

    private readonly JsonArray images = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!["manifests"]!.AsArray();

    /// <summary>The folder of the layout.</summary>
    public string Layout { get; } = layout;

    /// <summary>The images' names, in the order of index.json.</summary>
    public IReadOnlyList<string> Names => [.. images.Select(image => NameOf(image!))];

    /// <summary>The tree of the largest agreeing group of tools; null where all refuse.</summary>
    public TreeTable? Expected(string name)
    {
        var file = Path.Combine(expected, name + ".tsv");
        return File.Exists(file) ? TreeTable.Load(file) : null;
    }

    /// <summary>The layers' tars, base first.</summary>
    /// <exception cref="InvalidDataException">A blob cannot be decompressed.</exception>
    public IEnumerable<byte[]> Tars(string name)
    {
        var image = images.First(item => NameOf(item!) == name)!;
        var manifest = JsonNode.Parse(File.ReadAllBytes(Blob((string)image["digest"]!)))!;
        return manifest["layers"]!.AsArray().Select(layer => Decompressed(Blob((string)layer!["digest"]!)));
    }

    private static string NameOf(JsonNode image) => (string)image["annotations"]![NameAnnotation]!;

    private string Blob(string digest) => Path.Combine(Layout, "blobs", digest.Replace(':', '/'));

    private static byte[] Decompressed(string blob)
    {
        var bytes = File.ReadAllBytes(blob);
        if (bytes.AsSpan().StartsWith<byte>([0x28, 0xb5, 0x2f, 0xfd]))
            return ZstdProgram.Decompress(bytes);
        if (!bytes.AsSpan().StartsWith<byte>([0x1f, 0x8b]))
            return bytes;
        var tar = new MemoryStream();
        new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress).CopyTo(tar);
        return tar.ToArray();
    }
}
