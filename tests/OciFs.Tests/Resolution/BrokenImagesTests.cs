using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Resolution;

public sealed class BrokenImagesTests : IDisposable
{
    private readonly LayoutBuilder _layout = new();

    public void Dispose() => _layout.Dispose();

    [Fact]
    public void A_manifest_of_other_bytes_is_a_digest_mismatch()
    {
        var digest = _layout.Image();
        var path = _layout.BlobPath(digest);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"schemaVersion\":2", "\"schemaVersion\":3"));
        var image = Resolve(_layout.Entry(ManifestType, digest));
        Assert.StartsWith($"{digest}: the blob's bytes have the digest sha256:", Assert.Single(image.Problems), StringComparison.Ordinal);
        Assert.Null(image.TargetBytes);
        Assert.Empty(image.Platforms);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_manifest_of_another_length_is_not_read(int more)
    {
        var digest = _layout.Image();
        var length = new FileInfo(_layout.BlobPath(digest)).Length;
        var image = Resolve(Entry(ManifestType, digest, length + more));
        Assert.Equal(
            $"{digest}: the blob has {length} bytes, its descriptor says {length + more} (fetch the image again)",
            Assert.Single(image.Problems));
    }

    [Fact]
    public void A_document_over_the_limit_is_not_read()
    {
        var digest = _layout.Blob("x");
        using (var stream = File.OpenWrite(_layout.BlobPath(digest)))
        {
            stream.SetLength(100_000_000);
        }

        var image = Resolve(_layout.Entry(ManifestType, digest));
        Assert.StartsWith($"{digest}: 100000000 bytes (a document has at most ", Assert.Single(image.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON", "not sound JSON")]
    [InlineData("{}", "neither an index nor a manifest")]
    [InlineData("""{"rootfs":{}}""", "neither an index nor a manifest")]
    [InlineData("""{"schemaVersion":1,"fsLayers":[]}""", "schema 1")]
    [InlineData("""{"manifests":[],"layers":[]}""", "both an index and a manifest")]
    [InlineData("""{"layers":[]}""", "no config")]
    public void A_target_that_is_no_image_keeps_its_bytes(string text, string problem)
    {
        var image = Resolve(_layout.Entry(ManifestType, _layout.Blob(text)));
        Assert.Equal(ImageKind.Unknown, image.Kind);
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(image.TargetBytes!.Value.Span));
        Assert.Contains(problem, Assert.Single(image.Problems));
    }

    [Fact]
    public void One_unreadable_platform_keeps_its_folder_and_spoils_no_other()
    {
        var missing = "sha256:" + new string('0', 64);
        var broken = _layout.Blob("""{"config":7,"layers":[]}""");
        var image = Resolve(Index(
            Entry(ManifestType, missing, 5, """
                "platform":{"os":"linux","architecture":"s390x"}
                """),
            _layout.Entry(ManifestType, _layout.Image(architecture: "arm64")),
            _layout.Entry(ManifestType, broken),
            Entry(ManifestType, missing, 5)));
        Assert.Equal(
            ["linux-s390x", "linux-arm64", "unknown-unknown", "unknown-unknown@000000000000"],
            image.Platforms.Select(platform => platform.FolderName),
            StringComparer.Ordinal);
        Assert.Equal([1, 0, 1, 1], image.Platforms.Select(platform => platform.Problems.Length));
        Assert.Equal([false, true, true, false], image.Platforms.Select(platform => platform.ManifestBytes is not null));
        Assert.StartsWith($"manifest: {missing}: the store does not have this blob", image.Platforms[0].Problems[0], StringComparison.Ordinal);
        Assert.Empty(image.Problems);
        Assert.Same(ImageManifest.Missing, image.Platforms[0].Manifest);
    }

    [Fact]
    public void A_missing_config_leaves_the_layers()
    {
        var digest = _layout.Image(layers: 2);
        var platform = Assert.Single(Resolve(_layout.Entry(ManifestType, digest)).Platforms);
        File.Delete(_layout.BlobPath(platform.Manifest.Config!.Digest.ToString()));
        platform = Assert.Single(Resolve(_layout.Entry(ManifestType, digest)).Platforms);
        Assert.Equal("unknown-unknown", platform.FolderName);
        Assert.Equal(2, platform.Layers.Length);
        Assert.All(platform.Layers, layer => Assert.Null(layer.DiffId));
        Assert.StartsWith("config: ", Assert.Single(platform.Problems), StringComparison.Ordinal);
        Assert.Null(platform.ConfigBytes);
    }

    [Fact]
    public void An_unsound_config_keeps_its_bytes()
    {
        var platform = Assert.Single(Resolve(_layout.Entry(ManifestType, _layout.Image(config: """{"os":7}"""))).Platforms);
        Assert.Null(platform.Config);
        Assert.Equal("""{"os":7}"""u8, platform.ConfigBytes!.Value.Span);
        Assert.Single(platform.Problems);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(0, 2)]
    public void Diff_ids_that_do_not_fit_the_layers_are_a_problem_and_none(int diffIds, int layers)
    {
        var ids = Enumerable.Repeat($"\"sha256:{new string('0', 64)}\"", diffIds);
        var config = $$$"""{"os":"linux","architecture":"amd64","rootfs":{"diff_ids":[{{{string.Join(',', ids)}}}]}}""";
        var platform = Assert.Single(Resolve(_layout.Entry(ManifestType, _layout.Image(layers: layers, config: config))).Platforms);
        Assert.EndsWith($": {diffIds} diff IDs for {layers} layers", Assert.Single(platform.Problems), StringComparison.Ordinal);
        Assert.All(platform.Layers, layer => Assert.Null(layer.DiffId));
    }

    [Theory]
    [InlineData("""{"created_by":"a"},{"created_by":"e","empty_layer":true},{"created_by":"b"}""", "a b")]
    [InlineData("""{"created_by":"a"},{}""", "a ")]
    [InlineData("""{"created_by":"a"}""", " ")]
    [InlineData("""{"created_by":"a"},{"created_by":"b"},{"created_by":"c"}""", " ")]
    public void History_names_layers_where_it_fits(string history, string createdBy)
    {
        var id = $"\"sha256:{new string('0', 64)}\"";
        var config = $$$"""{"os":"linux","architecture":"amd64","rootfs":{"diff_ids":[{{{id}}},{{{id}}}]},"history":[{{{history}}}]}""";
        var platform = Assert.Single(Resolve(_layout.Entry(ManifestType, _layout.Image(layers: 2, config: config))).Platforms);
        Assert.Empty(platform.Problems);
        Assert.Equal(createdBy, string.Join(' ', platform.Layers.Select(layer => layer.CreatedBy)));
    }

    [Theory]
    [InlineData("application/vnd.docker.container.image.v1+json", ImageKind.Image)]
    [InlineData("application/octet-stream", ImageKind.Image)]
    [InlineData("", ImageKind.Image)]
    [InlineData("application/vnd.example+json", ImageKind.Artifact)]
    [InlineData("application/vnd.oci.empty.v1+json", ImageKind.Artifact)]
    public void Config_types_tell_images_from_artifacts(string type, ImageKind kind) =>
        Assert.Equal(kind, Resolve(_layout.Entry(ManifestType, _layout.Image(configType: type))).Kind);

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "hello")]
    [InlineData("application/vnd.oci.image.config.v1+json", """{"os":"unknown","architecture":"unknown","rootfs":{"diff_ids":[]}}""")]
    public void Configs_tell_artifacts_from_images(string type, string config) =>
        Assert.Equal(ImageKind.Artifact, Resolve(_layout.Entry(ManifestType, _layout.Image(config: config, configType: type, layers: 0))).Kind);

    [Theory]
    [InlineData("""{"os":"linux"}""", "linux-arm64")]
    [InlineData("""{"os":"linux","architecture":"s390x"}""", "linux-s390x")]
    public void Half_a_platform_is_told_by_the_config(string platform, string folder)
    {
        var entry = _layout.Entry(ManifestType, _layout.Image(architecture: "arm64"), $"\"platform\":{platform}");
        Assert.Equal(folder, Assert.Single(Resolve(Index(entry)).Platforms).FolderName);
    }

    [Fact]
    public void The_type_of_an_image_config_makes_no_referrer()
    {
        var entry = _layout.Entry(ManifestType, _layout.Image(), $"\"artifactType\":\"{ConfigType}\"");
        Assert.Equal(ImageKind.Image, Resolve(Index(entry)).Kind);
    }

    [Fact]
    public void An_entry_that_names_a_platform_is_what_its_document_is()
    {
        var entry = _layout.Entry(ManifestType, _layout.Image(), """
            "artifactType":"application/vnd.foo","platform":{"os":"linux","architecture":"amd64"}
            """);
        var image = Resolve(Index(entry));
        Assert.Equal(ImageKind.Image, image.Kind);
        Assert.Equal("linux-amd64", image.Default?.FolderName);
        Assert.Empty(image.Referrers);
    }

    [Fact]
    public void A_broken_subject_of_an_index_is_told_and_its_platforms_are_there()
    {
        var index = IndexOf(_layout.Entry(ManifestType, _layout.Image()));
        var image = Resolve(_layout.Entry(IndexType, _layout.Blob(index.TrimEnd()[..^1] + """,  "subject":{"digest":"sha256:zz","size":1}}""")));
        Assert.Equal("linux-amd64", Assert.Single(image.Platforms).FolderName);
        Assert.Contains(": subject: ", Assert.Single(image.Problems), StringComparison.Ordinal);
    }

    private string Index(params string[] entries) => _layout.Entry(IndexType, _layout.Blob(IndexOf(entries)));

    private ResolvedImage Resolve(string entry)
    {
        _layout.Index(entry);
        using var store = OciLayoutStore.Open(_layout.Path);
        return new ImageResolver(store, PlatformName.Parse("linux/amd64")).Resolve(Assert.Single(store.List().Images));
    }
}
