using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using static OciFs.Reference.TestEntry;

namespace OciFs.Conformance.Tests;

/// <summary><c>info.json</c> of each layer: the fields of the README and no other, with values that are made anew from the layout's documents.</summary>
public sealed class LayerInfoTests : IDisposable
{
    private static readonly string[] Fields =
        ["number", "digest", "diffID", "chainID", "mediaType", "size", "urls", "stored", "manifestMade", "compression", "tarSize", "files", "created_by"];

    private readonly TempFolder folder = new();

    [Fact]
    public void It_has_what_manifest_and_config_tell()
    {
        var layout = new LayoutBuilder(System.IO.Directory.CreateDirectory(folder["layout"]).FullName);
        Write(layout);
        using var mount = MountPoint.Of($"oci:{layout.Folder}");
        foreach (var name in new[] { "plain", "mixed", "steps", "foreign" })
        {
            var manifest = Documents.Follow(layout.Folder, Documents.Tagged(layout.Folder, name));
            var layers = mount[$"images/{name}/platforms/linux-amd64/layers"];
            var expected = Expected(layout.Folder, manifest);
            Assert.NotEmpty(expected);
            Assert.Equal(expected.Length, System.IO.Directory.GetDirectories(layers).Length);
            foreach (var (facts, i) in expected.Select((facts, i) => (facts, i)))
            {
                // Looked into, so that all is known that can be.
                _ = System.IO.Directory.GetFiles($"{layers}/{i:00}/diff");
                Same(facts, Documents.Read($"{layers}/{i:00}/info.json"));
            }
        }
    }

    [Fact]
    public void Before_a_layer_was_looked_into_what_only_its_bytes_tell_is_left_out()
    {
        var layout = new LayoutBuilder(System.IO.Directory.CreateDirectory(folder["layout"]).FullName);
        Write(layout);
        using var mount = MountPoint.Of($"oci:{layout.Folder}");
        var facts = Expected(layout.Folder, Documents.Follow(layout.Folder, Documents.Tagged(layout.Folder, "mixed")))[1];
        foreach (var field in new[] { "compression", "tarSize", "files" })
        {
            facts.Remove(field);
        }

        Same(facts, Documents.Read(mount["images/mixed/platforms/linux-amd64/layers/01/info.json"]));
    }

    [Fact]
    public void Of_a_layer_that_is_absent_it_has_what_the_documents_tell()
    {
        var layout = new LayoutBuilder(System.IO.Directory.CreateDirectory(folder["layout"]).FullName);
        Write(layout);
        var manifest = Documents.Follow(layout.Folder, Documents.Tagged(layout.Folder, "foreign"));
        var facts = Expected(layout.Folder, manifest)[0];
        System.IO.File.Delete(Documents.Blob(layout.Folder, facts.Text("digest")));
        foreach (var field in new[] { "compression", "tarSize", "files" })
        {
            facts.Remove(field);
        }

        facts["stored"] = "missing";
        using var mount = MountPoint.Of($"oci:{layout.Folder}");
        Same(facts, Documents.Read(mount["images/foreign/platforms/linux-amd64/layers/00/info.json"]));
    }

    public void Dispose() => folder.Dispose();

    private static void Same(JsonObject expected, JsonNode actual)
    {
        Assert.True(JsonNode.DeepEquals(expected, actual), $"expected {expected.ToJsonString()}, is {actual.ToJsonString()}");
        Assert.All(actual.AsObject(), field => Assert.Contains(field.Key, Fields, StringComparer.Ordinal));
    }

    private static void Write(LayoutBuilder layout)
    {
        byte[][] tars = [LayerBuilder.Tar([File("a", "1"), Directory("d")]), LayerBuilder.Tar([File("b", "2"), HardLink("c", "b"), Whiteout("a")]), LayerBuilder.Tar([Symlink("s", "b")])];
        layout.Name("plain", layout.AddImage([LayerBlob.Of(tars[0])]).Manifest);
        layout.Name("mixed", layout.AddImage(
            [LayerBlob.Of(tars[0]), LayerBlob.Of(tars[1], LayerCompression.Gzip), LayerBlob.Of(tars[2], LayerCompression.Zstd)]).Manifest);

        var blobs = new[] { LayerBlob.Of(tars[0], LayerCompression.Gzip), LayerBlob.Of(tars[1]) };
        var layers = blobs.Select(blob => layout.AddBlob(blob.Bytes, blob.MediaType)).ToArray();
        var config = layout.AddDocument(
            JsonNode.Parse($$$"""
                {"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":["{{{LayoutBuilder.DigestOf(tars[0])}}}","{{{LayoutBuilder.DigestOf(tars[1])}}}"]},
                "history":[{"created_by":"ADD <ä> / # \"quoted\""},{"created_by":"ENV A=1","empty_layer":true},{"comment":"no command"}]}
                """)!,
            LayoutBuilder.ConfigType);
        layout.Name("steps", layout.AddManifest(config, layers));

        var foreign = layers[0].ToJson();
        foreign["mediaType"] = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
        foreign["urls"] = new JsonArray("https://example.invalid/one", "https://example.invalid/two");
        layout.Name("foreign", layout.AddDocument(
            new JsonObject { ["schemaVersion"] = 2, ["config"] = config.ToJson(), ["layers"] = new JsonArray(foreign, layers[1].ToJson()) }, LayoutBuilder.ManifestType));
        layout.Write();
    }

    private JsonObject[] Expected(string layout, JsonNode manifest)
    {
        var config = Documents.Follow(layout, manifest["config"]!);
        string[] diffIds = [.. config["rootfs"]!.Items("diff_ids").Select(id => id.GetValue<string>())];
        JsonNode[] steps = [.. config.Items("history").Where(step => step["empty_layer"]?.GetValue<bool>() is not true)];
        var chain = string.Empty;
        return
        [
            .. manifest.Items("layers").Select((layer, i) =>
            {
                var blob = System.IO.File.ReadAllBytes(Documents.Blob(layout, layer.Text("digest")));
                var (form, tar) = Decompressed(blob);
                chain = chain.Length == 0 ? diffIds[i] : Sha256(Encoding.ASCII.GetBytes($"{chain} {diffIds[i]}"));
                Assert.Equal(diffIds[i], Sha256(tar));
                var facts = new JsonObject
                {
                    ["number"] = i,
                    ["digest"] = Sha256(blob),
                    ["diffID"] = Sha256(tar),
                    ["chainID"] = chain,
                    ["mediaType"] = layer.Text("mediaType"),
                    ["size"] = blob.Length,
                    ["stored"] = "blob",
                    ["compression"] = form,
                    ["tarSize"] = tar.Length,
                    ["files"] = FilesIn(tar),
                };
                if (layer["urls"] is { } urls)
                {
                    facts["urls"] = urls.DeepClone();
                }

                if (steps[i]["created_by"] is { } command)
                {
                    facts["created_by"] = command.DeepClone();
                }

                return facts;
            }),
        ];
    }

    private static string Sha256(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private static (string Form, byte[] Tar) Decompressed(byte[] blob)
    {
        if (blob is [0x28, 0xB5, 0x2F, 0xFD, ..])
        {
            return ("zstd", ZstdProgram.Decompress(blob));
        }

        if (blob is not [0x1F, 0x8B, ..])
        {
            return ("none", blob);
        }

        using var gzip = new GZipStream(new MemoryStream(blob), CompressionMode.Decompress);
        var tar = new MemoryStream();
        gzip.CopyTo(tar);
        return ("gzip", tar.ToArray());
    }

    // The tars have an entry for each folder; a hard link is no file of its own.
    private int FilesIn(byte[] tar)
    {
        System.IO.File.WriteAllBytes(folder["tar"], tar);
        return Command.Run("tar", "-tvf", folder["tar"]).Lines().Count(line => !line.StartsWith('h'));
    }
}
