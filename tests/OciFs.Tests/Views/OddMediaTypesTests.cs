using System.Text.Json.Nodes;
using OciFs.Images;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Views;

/// <summary>Media types that are wrong, missing or of other things than images: what content is, its bytes tell.</summary>
public sealed class OddMediaTypesTests : IDisposable
{
    private static readonly byte[] Tar = LayerBuilder.Tar([TestEntry.File("file", "content")]);

    private static readonly string[] ManifestTypes =
        [ManifestType, "application/vnd.docker.distribution.manifest.v2+json", IndexType, "application/json", "application/vnd.example", ""];

    private static readonly string[] ConfigTypes =
        [ConfigType, "application/vnd.docker.container.image.v1+json", "application/octet-stream", "application/json", "text/plain", ""];

    private static readonly string[] LayerTypes =
    [
        "application/vnd.oci.image.layer.v1.tar", "application/vnd.oci.image.layer.v1.tar+gzip", "application/vnd.oci.image.layer.v1.tar+zstd",
        "application/vnd.docker.image.rootfs.diff.tar.gzip", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", "application/octet-stream", "application/vnd.example", "",
    ];

    private readonly Stores.Tools.TempFolder _cache = new();
    private readonly Stores.Tools.LayoutBuilder _layout = new();
    private ImageStore? _store;

    public void Dispose()
    {
        _store?.Dispose();
        _layout.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void Bytes_count_whatever_the_types_say()
    {
        var blobs = new[] { LayerCompression.None, LayerCompression.Gzip, LayerCompression.Zstd }.Select(form => _layout.Blob(LayerBlob.Of(Tar, form).Bytes)).ToArray();
        var config = _layout.Blob(Config());
        var names = new List<string>();
        foreach (var manifestType in ManifestTypes)
        foreach (var configType in ConfigTypes)
        foreach (var layerType in LayerTypes)
        foreach (var blob in blobs)
        {
            var manifest = _layout.Blob($$"""{"config":{{_layout.Entry(configType, config)}},"layers":[{{_layout.Entry(layerType, blob)}}]}""");
            names.Add(_layout.Entry(manifestType, manifest, Named($"i{names.Count}")));
        }

        _layout.Index(names);
        using var store = Open();
        Assert.Equal(ManifestTypes.Length * ConfigTypes.Length * LayerTypes.Length * blobs.Length, store.Images.Length);
        Assert.All(store.Images, image =>
        {
            Assert.Equal("content", Text(image.DefaultPlatform!.RootFs.Get("file")));
            Assert.Null(image.Folder.Find("error"));
        });
    }

    [Theory]
    [InlineData("application/vnd.cncf.helm.config.v1+json", "application/vnd.cncf.helm.chart.content.v1.tar+gzip")]
    [InlineData("application/vnd.wasm.config.v0+json", "application/wasm")]
    [InlineData("application/vnd.docker.container.image.v1+json", "application/vnd.wasm.content.layer.v1+wasm")]
    [InlineData("application/vnd.cncf.model.config.v1+json", "application/vnd.cncf.model.weight.v1.raw")]
    [InlineData(ConfigType, "application/vnd.dev.cosign.simplesigning.v1+json")]
    [InlineData(ConfigType, "application/vnd.in-toto+json")]
    public void What_is_no_image_is_files(string configType, string layerType)
    {
        var image = Image(configType, layerType, _layout.Blob("content"));
        Assert.Equal(ImageKind.Artifact, image.Kind);
        Assert.Empty(image.Platforms);
        Assert.Equal(configType, image.ArtifactType);
        using var file = new StreamReader(Assert.Single(image.Files).OpenRead());
        Assert.Equal("content", file.ReadToEnd());
        Assert.Equal("config digest files manifest", string.Join(' ', image.Folder.List().Select(name => name.ToString()).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_layer_that_is_no_tar_has_a_blob_and_no_rootfs_and_is_told()
    {
        var image = Image(ConfigType, "application/vnd.oci.image.layer.v1.tar", _layout.Blob("no tar at all"));
        var platform = image.DefaultPlatform!;
        Assert.Throws<OciFsException>(() => platform.RootFs.List());
        Assert.Equal("no tar at all", Text(platform.Layers[0].Folder.Get("blob")));
        Assert.Contains("layer 00: sha256:", Text(image.Folder.Get("error")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/vnd.oci.image.layer.v1.tar+gzip+encrypted")]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar.gzip+encrypted")]
    public void An_encrypted_layer_is_said_to_be_so_before_anything_is_tried(string type)
    {
        var image = Image(ConfigType, type, _layout.Blob("secret"));
        var error = Text(image.Folder.Get("error"));
        Assert.Contains($"encrypted ({type})", error, StringComparison.Ordinal);
        Assert.Contains(type, Assert.Throws<OciFsException>(() => image.DefaultPlatform!.RootFs.List()).Message, StringComparison.Ordinal);
        Assert.Equal(error, Text(image.Folder.Get("error")));
        Assert.Equal("secret", Text(image.DefaultPlatform!.Layers[0].Folder.Get("blob")));
    }

    [Fact]
    public void Foreign_layers_are_shown_where_they_are_and_said_to_be_elsewhere_where_they_are_not()
    {
        using var store = ImageStore.Open($"oci:{Fixtures.Layout("artifacts")}", new ImageStoreOptions { Cache = new(_cache["cache"]) });
        Assert.NotEmpty(store.Get("foreign-present").DefaultPlatform!.RootFs.List());
        Assert.Null(store.Get("foreign-present").Folder.Find("error"));
        Assert.Contains("https://example.invalid/gone", Text(store.Get("foreign-absent").Folder.Get("error")), StringComparison.Ordinal);
        var info = JsonNode.Parse(Text(store.Get("foreign-present").DefaultPlatform!.Layers[0].Folder.Get("info.json")))!;
        Assert.Equal("https://example.invalid/foreign", (string)info["urls"]![0]!);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("AAAA", false)]
    [InlineData("!", false)]
    public void A_document_that_stands_in_its_descriptor_need_not_be_elsewhere(string changed, bool isShown)
    {
        var config = Config();
        var digest = _layout.Blob(config);
        var data = changed.Length > 0 ? changed : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(config));
        var entry = _layout.Entry(ConfigType, digest, $"\"data\":\"{data}\"");
        File.Delete(_layout.BlobPath(digest));
        _layout.Index(_layout.Entry(ManifestType, _layout.Blob($$"""{"config":{{entry}},"layers":[{{_layout.Entry("", _layout.Blob(Tar))}}]}"""), Named("image")));
        using var store = Open();
        var image = store.Get("image");
        Assert.Equal(isShown, image.Problems.IsEmpty);
        Assert.Equal(isShown ? config : null, image.Folder.Find("config") is { } file ? Text(file) : null);
    }

    private static string Config() => $$$"""
        {"os":"linux","architecture":"amd64","rootfs":{"diff_ids":["{{{Digest.Compute(DigestAlgorithm.Sha256, Tar)}}}"]}}
        """;

    private static string Text(FileNode file) => new StreamReader(file.OpenRead()).ReadToEnd();

    private Image Image(string configType, string layerType, string blob)
    {
        _layout.Index(_layout.Entry(
            ManifestType,
            _layout.Blob($$"""{"config":{{_layout.Entry(configType, _layout.Blob(Config()))}},"layers":[{{_layout.Entry(layerType, blob)}}]}"""),
            Named("image")));
        _store = Open();
        return _store.Get("image");
    }

    private ImageStore Open() => ImageStore.Open($"oci:{_layout.Path}", new ImageStoreOptions { Platform = PlatformName.Parse("linux/amd64"), Cache = new(_cache["cache"]) });
}
