using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OciFs.Images;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Trees;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;
using OciFs.Views;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Views;

/// <summary>Images whose manifest is Docker's schema 1.</summary>
public sealed class SchemaOneTests : IDisposable
{
    private const string SchemaOneType = "application/vnd.docker.distribution.manifest.v1+prettyjws";

    private readonly Stores.Tools.TempFolder _cache = new();
    private readonly Stores.Tools.LayoutBuilder _layout = new();

    public void Dispose()
    {
        _layout.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void One_that_Podman_has_unpacked_is_what_Podman_shows()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "whiteouts are devices");
        using var sample = new StoreSample("podman-schema1");
        using var store = SourceOpener.Open($"containers-storage:{sample.Path}");
        using var tree = new PatientTree(new ImageTree(store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(null, Assert.Fail),
        }));
        string[] image = ["images", "localhost~schema1:1"];
        Assert.False(tree.Lookup(OpenedStack.At(tree, image), "error"u8).Exists);
        Assert.False(tree.Lookup(OpenedStack.At(tree, image), "config"u8).Exists);

        // The root's row is of the driver's own making.
        var expected = TreeTable.Parse(string.Join('\n', sample.Said("tree").Where(line => !line.StartsWith(".\t", StringComparison.Ordinal))));
        var actual = TreeDump.Of(tree, OpenedStack.At(tree, [.. image, "platforms", "linux-amd64", "rootfs"]));
        Assert.NotEmpty(expected.Rows);
        Assert.Empty(TreeComparison.Differences(expected, new TreeTable([.. actual.Rows.Where(row => row.Path != ".")])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_an_image_with_its_layers_base_first_and_what_its_history_tells(bool isSigned)
    {
        var document = Document();
        var digest = Write(document, isSigned);
        using var store = Open();

        var image = store.Get("image");
        Assert.Empty(image.Problems);
        Assert.Equal(ImageKind.Image, image.Kind);
        Assert.Equal(digest, image.Target.Digest.ToString());
        Assert.Equal(isSigned, Encoding.UTF8.GetString(image.TargetBytes!.Value.Span).Contains("signatures", StringComparison.Ordinal));
        var platform = Assert.Single(image.Platforms);
        Assert.Equal("linux-arm64", platform.FolderName);
        Assert.Equal(["base", "top"], platform.Layers.Select(layer => layer.CreatedBy), StringComparer.Ordinal);
        Assert.Equal([false, true, false], platform.Config!.History.Select(step => step.EmptyLayer));
        Assert.Equal(["nothing"], platform.Config.History.Where(step => step.EmptyLayer).Select(step => step.CreatedBy), StringComparer.Ordinal);
        Assert.Equal("/bin/top", Assert.Single(platform.Config.Config.Cmd));
        Assert.Equal(DateTimeOffset.Parse("2015-10-31T22:22:55Z", CultureInfo.InvariantCulture), platform.Config.Created);
        Assert.Equal("top", new StreamReader(platform.RootFs.Get("file").OpenRead()).ReadToEnd());
        Assert.Equal("base", new StreamReader(platform.Layers[0].RootFs.Get("file").OpenRead()).ReadToEnd());
        Assert.Null(image.Id);
        Assert.Null(image.Folder.Find("config"));
        Assert.Null(image.Folder.Find("error"));
        Assert.NotNull(image.Folder.Find("rootfs"));
        var info = JsonNode.Parse(new StreamReader(platform.Layers[0].Folder.Get("info.json").OpenRead()).ReadToEnd())!;
        Assert.Equal(new FileInfo(_layout.BlobPath(platform.Layers[0].Descriptor.Digest.ToString())).Length, (long)info["size"]!);
    }

    [Theory]
    [InlineData("arm64", "mips64")]
    [InlineData("\"protected\": \"", "\"protected\": \"e30")]
    [InlineData("\"protected\": \"", "\"protected\": \"!")]
    public void Signed_bytes_that_were_changed_are_a_digest_mismatch(string from, string to)
    {
        var digest = Write(Document(), isSigned: true);
        var path = _layout.BlobPath(digest);
        File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
        Name(digest);
        using var store = Open();
        Assert.Contains("bytes have the digest", Assert.Single(store.Get("image").Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"fsLayers":[],"history":[]}""", "0 layers")]
    [InlineData("""{"fsLayers":[{"blobSum":"sha256:00"}],"history":[]}""", "1 layers and 0 steps")]
    [InlineData("""{"fsLayers":[{"blobSum":"sha256:00"}],"history":[{"v1Compatibility":"{}"}]}""", "not a digest: sha256:00")]
    [InlineData("""{"fsLayers":[null],"history":[{"v1Compatibility":"{}"}]}""", "not a digest: null")]
    [InlineData("""{"fsLayers":[null],"history":[null]}""", "not sound JSON")]
    [InlineData("""{"fsLayers":[null],"history":[{"v1Compatibility":"7"}]}""", "not sound JSON")]
    public void One_that_is_not_sound_is_told(string text, string problem)
    {
        Name(_layout.Blob(text));
        using var store = Open();
        Assert.Contains(problem, Assert.Single(store.Get("image").Problems), StringComparison.Ordinal);
        Assert.Equal(text, new StreamReader(store.Get("image").Folder.Get("manifest").OpenRead()).ReadToEnd());
    }

    private ImageStore Open() => ImageStore.Open($"oci:{_layout.Path}", new ImageStoreOptions { Cache = new(_cache["cache"]) });

    private string Document()
    {
        string Layer(string content) => _layout.Blob(Reference.Tar.LayerBuilder.Tar([TestEntry.File("file", content)]));
        static JsonObject Step(string text) => new() { ["v1Compatibility"] = text };
        return new JsonObject
        {
            ["schemaVersion"] = 1,
            ["name"] = "library/app",
            ["tag"] = "latest",
            ["architecture"] = "arm64",
            ["fsLayers"] = new JsonArray(
                new JsonObject { ["blobSum"] = Layer("top") },
                new JsonObject { ["blobSum"] = "sha256:a3ed95caeb02ffe68cdd9fd84406680ae93d633cb16422d00e8a7c22955b46d4" },
                new JsonObject { ["blobSum"] = Layer("base") }),
            ["history"] = new JsonArray(
                Step("""{"id":"3","parent":"2","created":"2015-10-31T22:22:55Z","os":"linux","architecture":"arm64","config":{"Cmd":["/bin/top"]},"container_config":{"Cmd":["top"]}}"""),
                Step("""{"id":"2","parent":"1","container_config":{"Cmd":["nothing"]},"throwaway":true}"""),
                Step("""{"id":"1","container_config":{"Cmd":["base"]}}""")),
        }.ToJsonString(new() { WriteIndented = true });
    }

    /// <summary>Keeps and names it, signed as libtrust does: in the document, before its end, of which the signature tells where it was.</summary>
    private string Write(string document, bool isSigned)
    {
        var digest = _layout.Blob(document);
        if (isSigned)
        {
            var end = document.Length - "\n}".Length;
            var header = $$"""{"formatLength":{{Encoding.UTF8.GetByteCount(document[..end])}},"formatTail":"{{Base64Url.EncodeToString("\n}"u8)}}","time":"2016-01-01T00:00:00Z"}""";
            File.WriteAllText(_layout.BlobPath(digest), $$"""
                {{document[..end]}},
                   "signatures": [{"header": {"alg": "ES256"}, "signature": "AAAA", "protected": "{{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}}"}]
                }
                """);
        }

        Name(digest);
        return digest;
    }

    private void Name(string digest) => _layout.Index(_layout.Entry(SchemaOneType, digest, Named("image")));
}
