using System.Text;
using OciFs.Descriptors;
using OciFs.Layers;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Stores.Archives;

namespace OciFs.Tests.Stores.Archives;

/// <summary>Archives as docker save and those like it write them.</summary>
public sealed class DockerArchiveStoreTests : IDisposable
{
    private static readonly byte[] Base = ArchiveBuilder.Layer("base", "base");
    private static readonly byte[] Top = ArchiveBuilder.Layer("top", "top");

    private readonly ArchiveBuilder _archive = new();

    [Fact]
    public void Images_are_named_by_their_tags_and_their_manifest_is_made()
    {
        var one = _archive.DockerImage("a:1", ("b/layer.tar", Base, Base), ("t/layer.tar", Top, Top));
        var two = _archive.DockerImage(null, ("x/layer.tar", Top, Top));
        foreach (var path in Written(one, two))
        {
            using var store = SourceOpener.Open(path);
            Assert.IsType<DockerArchiveStore>(store);
            var images = store.List().Images;
            Assert.Equal("a:1", images[0].Name);
            Assert.Equal(images[1].Target.Digest.ToString(), images[1].Name);
            Assert.Empty(store.List().Problems);

            var platform = Assert.Single(new ImageResolver(store, PlatformName.Host).Resolve(images[0]).Platforms);
            Assert.Equal("linux-amd64", platform.FolderName);
            Assert.Equal([DigestOf(Base), DigestOf(Top)], platform.Layers.Select(layer => layer.Descriptor.Digest));
            Assert.All(platform.Layers, layer => Assert.Equal(LayerForm.Blob, store.FormOf(layer.Claim)));
            using var layer = store.OpenLayer(platform.Layers[1].Claim);
            Assert.Equal(LayerProof.Bytes, layer.Proof);
            Assert.Equal(Top, Read(layer.Bytes));
        }
    }

    [Theory]
    [InlineData("@0", "a:1")]
    [InlineData("@1", "b:1")]
    [InlineData("b:1", "b:1")]
    public void An_image_is_selected_by_tag_or_place(string reference, string name)
    {
        var path = Written(_archive.DockerImage("a:1", ("b/layer.tar", Base, Base)), _archive.DockerImage("b:1", ("t/layer.tar", Top, Top)))[0];
        foreach (var source in (string[])[$"docker-archive:{path}:{reference}", $"{path}:{reference}"])
        {
            using var store = SourceOpener.Open(source);
            Assert.Equal(name, Assert.Single(store.List().Images).Name);
        }

        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => SourceOpener.Open($"{path}:@2")).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_compressed_layer_is_a_blob_of_its_own(bool isNamed)
    {
        var packed = ArchiveBuilder.Gzip(Top);
        var name = isNamed ? $"{ArchiveBuilder.HexOf(packed)}.tar.gz" : "layer.tar";
        var path = Written(_archive.DockerImage("a", (name, Top, packed)))[0];
        using var store = SourceOpener.Open(path);
        var layer = new ImageResolver(store, PlatformName.Host).Resolve(store.List().Images[0]).Platforms[0].Layers[0];
        Assert.Equal((DigestOf(packed), packed.Length), (layer.Descriptor.Digest, layer.Descriptor.Size));
        Assert.Equal(MediaTypes.OciLayerGzip, layer.Descriptor.MediaType);
        using var stored = store.OpenLayer(layer.Claim);
        Assert.Equal(packed, Read(stored.Bytes));
    }

    [Fact]
    public void Blobs_are_configs_and_layers()
    {
        var item = _archive.DockerImage("a", ("b", Base, Base), ("t", Top, Top));
        using var store = SourceOpener.Open(Written(item)[0]);
        var config = store.List().Images[0].Target;
        Assert.Equal(
            new[] { config.Digest, DigestOf(Base), DigestOf(Top) }.Select(digest => digest.ToString()).Order(StringComparer.Ordinal),
            store.ListBlobs().Select(blob => blob.Digest.ToString()).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.True(store.TryGetBlobSize(DigestOf(Top), out var size));
        Assert.Equal(Top.Length, size);
        Assert.False(store.TryGetBlobSize(DigestOf([1]), out _));
    }

    [Fact]
    public void Layers_are_shared_by_links_as_old_archives_do()
    {
        var item = _archive.DockerImage("a", ("one/layer.tar", Base, Base));
        _archive.File("c.json", ArchiveBuilder.Config(Base, Top)).Link("two/layer.tar", "../one/layer.tar").File("three/layer.tar", Top);
        using var store = SourceOpener.Open(Written(item, ArchiveBuilder.Item("c.json", "b", "two/layer.tar", "three/layer.tar"))[0]);
        var layer = new ImageResolver(store, PlatformName.Host).Resolve(store.List().Images[1]).Platforms[0].Layers[0];
        using var stored = store.OpenLayer(layer.Claim);
        Assert.Equal(Base, Read(stored.Bytes));
    }

    [Fact]
    public void What_is_missing_of_one_image_spoils_no_other()
    {
        var sound = _archive.DockerImage("sound", ("b/layer.tar", Base, Base));
        _archive.File("c.json", ArchiveBuilder.Config(Base, Top)).Link("circle", "circle").File("bad.json", "{").File("three.json", ArchiveBuilder.Config(Top));
        var path = Written(
            ArchiveBuilder.Item("c.json", "layerless", "b/layer.tar", "gone/layer.tar"),
            ArchiveBuilder.Item("gone.json", "configless"),
            ArchiveBuilder.Item("../../etc/passwd", "outside"),
            ArchiveBuilder.Item("circle", "circular"),
            ArchiveBuilder.Item("bad.json", "unsound", "b/layer.tar"),
            ArchiveBuilder.Item("three.json", "miscounted", "b/layer.tar", "b/layer.tar"),
            "null",
            sound)[0];
        using var store = SourceOpener.Open(path);
        var resolver = new ImageResolver(store, PlatformName.Host);
        var images = store.List().Images.ToDictionary(image => image.Name, resolver.Resolve, StringComparer.Ordinal);
        Assert.Equal(["layerless", "miscounted", "sound", "unsound"], images.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(
            [
                $"{path}: manifest.json[1] (configless): its Config cannot be had: no member gone.json",
                $"{path}: manifest.json[2] (outside): its Config cannot be had: the path ../../etc/passwd leads out of the archive",
                $"{path}: manifest.json[3] (circular): its Config cannot be had: the member circle is a symbolic link that leads nowhere: more than 40 links",
                $"{path}: manifest.json[6]: the image has no Config",
            ],
            store.List().Problems);
        var layers = images["layerless"].Platforms[0].Layers;
        Assert.Equal([LayerForm.Blob, LayerForm.Missing], layers.Select(layer => store.FormOf(layer.Claim)));
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => store.OpenLayer(layers[1].Claim)).Error);
        Assert.Contains("not sound JSON", Assert.Single(images["unsound"].Problems));
        Assert.Contains("the config has 1 layers, manifest.json 2", Assert.Single(images["miscounted"].Problems));
        Assert.Empty(images["sound"].Problems);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_image_that_lies_about_what_another_has_does_not_spoil_it(bool isOfSameLength)
    {
        var config = Encoding.UTF8.GetBytes(ArchiveBuilder.Config(Top));
        byte[] Lie(byte[] truth) => isOfSameLength ? [.. truth.Select(one => (byte)~one)] : [.. truth, 0];
        _archive.File("a.json", ArchiveBuilder.Config(Top, config)).File("a1", Lie(Top)).File("a2", Lie(config));
        _archive.File("b.json", config).File("b", Top);
        using var store = SourceOpener.Open(Written(ArchiveBuilder.Item("a.json", "liar", "a1", "a2"), ArchiveBuilder.Item("b.json", "sound", "b"))[0]);
        var images = store.List().Images.ToDictionary(
            image => image.Name, image => new ImageResolver(store, PlatformName.Host).Resolve(image), StringComparer.Ordinal);
        Assert.Empty(images["sound"].Problems);
        var platform = Assert.Single(images["sound"].Platforms);
        Assert.Empty(platform.Problems);
        Assert.Equal(config, platform.ConfigBytes!.Value.ToArray());
        Assert.Equal(Top, ReadAll(store, DigestOf(Top)));
        Assert.Equal(config, ReadAll(store, DigestOf(config)));
        Assert.Equal([Top.Length, config.Length], store.ListBlobs().Where(
            blob => blob.Digest == DigestOf(Top) || blob.Digest == DigestOf(config)).Select(blob => (int)blob.Size).OrderDescending());
        Assert.True(store.TryGetBlobSize(DigestOf(Top), out var size));
        Assert.Equal(Top.Length, size);

        using var memory = new MemoryBudget(Limits.LeastMemoryBytes);
        using var pool = new LayerPool(store, new LayerIndexCache(null, Assert.Fail), memory);
        Assert.Equal(Top, Tar(platform.Layers[0].Claim));
        if (!isOfSameLength)
        {
            var error = Assert.Throws<OciFsException>(() => Tar(images["liar"].Platforms[0].Layers[0].Claim));
            Assert.Equal(OciFsError.DigestMismatch, error.Error);
        }

        byte[] Tar(LayerClaim claim)
        {
            var layer = pool.Get(claim).Start().GetAwaiter().GetResult();
            var bytes = new byte[layer.Content.StreamLength];
            Assert.Equal(bytes.Length, layer.Content.ReadStream(0, bytes));
            return bytes;
        }
    }

    [Fact]
    public void A_config_that_is_not_what_its_name_says_is_told()
    {
        var path = Written(
            _archive.File($"{new string('a', 64)}.json", ArchiveBuilder.Config(Base)).File("b", Base) is var _
                ? ArchiveBuilder.Item($"{new string('a', 64)}.json", "x", "b")
                : "")[0];
        using var store = SourceOpener.Open(path);
        Assert.Contains("not that of its name", Assert.Single(store.List().Problems));
        Assert.Equal("x", Assert.Single(store.List().Images).Name);
    }

    [Fact]
    public void One_that_was_written_just_now_and_takes_long_to_scan_is_not_told_as_being_written()
    {
        var large = ArchiveBuilder.Layer("large", new string('x', 128 << 20));
        var item = _archive.DockerImage("a", ("layer.tar", large, large));
        var packed = ArchiveBuilder.Gzip(File.ReadAllBytes(_archive.File("manifest.json", $"[{item}]").Write()));
        File.WriteAllBytes(_archive.PathOf("new.tar.gz"), packed);
        var archive = Archive.Open(_archive.PathOf("new.tar.gz"), new StoreOptions());
        Assert.True(archive.WasSlow);
        using var store = new DockerArchiveStore(archive, new StoreOptions());
        do
        {
            Assert.Empty(store.List().Problems);
            Thread.Sleep(20);
        }
        while (!archive.Status.IsUnchangedFor(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Archives_from_before_Docker_1_10_are_told()
    {
        var path = _archive.File("repositories", """{"a":{"1":"id"}}""").File("id/json", "{}").File("id/layer.tar", Base).Write();
        foreach (var source in (string[])[path, $"docker-archive:{path}"])
        {
            var error = Assert.Throws<OciFsException>(() => SourceOpener.Open(source));
            Assert.Equal(OciFsError.Unsupported, error.Error);
            Assert.Contains("Docker before 1.10", error.Message);
        }
    }

    public void Dispose() => _archive.Dispose();

    internal static byte[] Read(IBlob blob)
    {
        var bytes = new byte[blob.Length];
        Assert.Equal(bytes.Length, blob.ReadAt(0, bytes));
        return bytes;
    }

    private static byte[] ReadAll(IStore store, Digest digest)
    {
        using var blob = store.OpenBlob(digest);
        return Read(blob);
    }

    private static Digest DigestOf(byte[] bytes) => Digest.Parse("sha256:" + ArchiveBuilder.HexOf(bytes));

    private string[] Written(params IEnumerable<string> items)
    {
        _archive.File("manifest.json", Encoding.UTF8.GetBytes($"[{string.Join(',', items)}]")).Write();
        return ArchiveMembersTests.Packed(_archive);
    }
}
