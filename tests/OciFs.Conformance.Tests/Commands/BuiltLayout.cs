using System.Text;
using System.Text.Json.Nodes;
using OciFs.Reference;
using OciFs.Reference.Layout;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>A layout of images without content, whose configs are what a test writes.</summary>
internal sealed class BuiltLayout : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly LayoutBuilder builder;

    public BuiltLayout() => builder = new LayoutBuilder(folder["layout"]);

    public string Source => $"oci:{folder["layout"]}";

    /// <summary>An image of some layers; <paramref name="more"/> are fields of its config beside platform and rootfs.</summary>
    public BuiltLayout Image(string name, int layers = 1, string more = "", string architecture = "amd64", int first = 0)
    {
        var blobs = Enumerable.Range(first, layers).Select(i => new LayerBlob(Tar(i), Tar(i), "application/vnd.oci.image.layer.v1.tar")).ToArray();
        var config = JsonNode.Parse($"{{{more}}}")!;
        config["os"] = "linux";
        config["architecture"] = architecture;
        config["rootfs"] = new JsonObject
        {
            ["type"] = "layers", ["diff_ids"] = new JsonArray([.. blobs.Select(blob => (JsonNode)LayoutBuilder.DigestOf(blob.Tar))]),
        };
        var manifest = builder.AddManifest(
            builder.AddDocument(config, LayoutBuilder.ConfigType), [.. blobs.Select(blob => builder.AddBlob(blob.Bytes, blob.MediaType))]);
        builder.Name(name, manifest).Write();
        return this;
    }

    /// <summary>The file of the blob that has a text in it.</summary>
    public string BlobWith(string text) => Directory.EnumerateFiles(folder["layout/blobs/sha256"]).Single(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal));

    public void Dispose() => folder.Dispose();

    private static byte[] Tar(int number) => [.. Encoding.ASCII.GetBytes($"{number}"), .. new byte[10240]];
}
