using System.Text;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.Archives;

/// <summary>What kind of archive a file is, and what becomes of one that changes.</summary>
public sealed class ArchiveStoresTests : IDisposable
{
    private static readonly byte[] Layer = ArchiveBuilder.Layer("file", "content");

    private readonly ArchiveBuilder _archive = new();

    [Theory]
    [InlineData("")]
    [InlineData("./")]
    public void A_layout_is_read_in_place(string prefix)
    {
        Layout(prefix, "a:1");
        _archive.Write();
        foreach (var path in ArchiveMembersTests.Packed(_archive))
        {
            foreach (var source in (string[])[path, $"oci-archive:{path}", $"{path}:a:1", $"oci-archive:{path}:a:1"])
            {
                using var store = SourceOpener.Open(source);
                Assert.StartsWith($"oci-archive:{path}", store.Source, StringComparison.Ordinal);
                var image = new ImageResolver(store, PlatformName.Host).Resolve(Assert.Single(store.List().Images));
                Assert.Empty(image.Problems);
                var layer = image.Platforms[0].Layers[0];
                using var stored = store.OpenLayer(layer.Claim);
                Assert.Equal(Layer, DockerArchiveStoreTests.Read(stored.Bytes));
                Assert.Equal(3, store.ListBlobs().Count);
            }
        }
    }

    [Fact]
    public void The_layout_wins_where_both_forms_are_there()
    {
        Layout("", "a:1");
        var item = _archive.DockerImage("b:1", ("layer.tar", Layer, Layer));
        using var store = SourceOpener.Open(_archive.File("manifest.json", $"[{item}]").Write());
        Assert.Equal("a:1", Assert.Single(store.List().Images).Name);
        using var asked = SourceOpener.Open($"docker-archive:{_archive.Path}");
        Assert.Equal("b:1", Assert.Single(asked.List().Images).Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_layouts_of_Docker_25_that_lack_layers_or_images_do_not(bool hasEntry)
    {
        Layout("", hasEntry ? "a:1" : null, withLayer: false);
        var item = _archive.DockerImage("b:1", ("layer.tar", Layer, Layer));
        using var store = SourceOpener.Open(_archive.File("manifest.json", $"[{item}]").Write());
        Assert.Equal("b:1", Assert.Single(store.List().Images).Name);
    }

    [Fact]
    public void Other_files_are_told_apart()
    {
        var path = _archive.File("a", "b").Write();
        Fails(path, OciFsError.Invalid, $"{path}: not an archive of images: neither oci-layout nor manifest.json in it");
        Fails($"oci-archive:{path}", OciFsError.Invalid, $"{path}: no member oci-layout (not an OCI image archive)");
        Fails($"docker-archive:{path}", OciFsError.Invalid, $"{path}: no member manifest.json (not a docker-archive)");
        Fails("/etc/passwd", OciFsError.Invalid, "/etc/passwd: this is not a tar archive (what is read: folders of images, and tar archives of docker save, podman save or skopeo, plain or compressed by gzip or zstd)");
        Fails("oci-archive:/nonexistent", OciFsError.NotFound, "/nonexistent: no such file");
        Fails("oci-archive:/etc", OciFsError.Invalid, "/etc: a folder, not an archive");
        Fails("oci-archive:/dev/null", OciFsError.Invalid, "/dev/null: not a regular file");
    }

    [Fact]
    public void An_archive_that_is_cut_says_where()
    {
        Layout("", "a:1");
        _archive.Write();
        Tool.Run("/", "truncate", "-s", "1800", _archive.Path);

        var error = Assert.Throws<OciFsException>(() => SourceOpener.Open(_archive.Path));
        Assert.Equal(
            $"{_archive.Path}: no member index.json (not an OCI image archive; blobs/sha256/{ArchiveBuilder.HexOf(Layer)} (header at 1024: "
            + "the archive is cut short, at least 1784 bytes are missing); only what lies before is shown (make the archive again))",
            error.Message);
    }

    [Fact]
    public void A_new_file_of_the_name_is_shown_and_the_old_one_stays_readable()
    {
        Layout("", "a:1");
        using var store = SourceOpener.Open(_archive.Write());
        var listing = store.List();
        Assert.Same(listing, store.List());
        var layer = Digest.Parse("sha256:" + ArchiveBuilder.HexOf(Layer));
        using var old = store.OpenBlob(layer);

        Layout("", "b:1");
        _archive.File("padding", "x").Write();
        Assert.Equal("b:1", Assert.Single(store.List().Images).Name);
        Assert.Equal(Layer, DockerArchiveStoreTests.Read(old));

        File.Delete(_archive.Path);
        Assert.Equal("b:1", Assert.Single(store.List().Images).Name);
        Assert.Equal([$"{_archive.Path}: no such file"], store.List().Problems);
        using var kept = store.OpenBlob(layer);
        Assert.Equal(Layer, DockerArchiveStoreTests.Read(kept));

        Layout("", "c:1");
        _archive.Write();
        Assert.Equal("c:1", Assert.Single(store.List().Images).Name);
        Assert.Empty(store.List().Problems);
    }

    [Fact]
    public void Files_are_closed_with_the_store_and_its_blobs()
    {
        Layout("", "a:1");
        var path = _archive.Write();
        var store = SourceOpener.Open(path);
        using (var blob = store.OpenBlob(Digest.Parse("sha256:" + ArchiveBuilder.HexOf(Layer))))
        {
            Layout("", "b:1");
            _archive.File("other", "x").Write();
            Assert.Equal("b:1", Assert.Single(store.List().Images).Name);
            Assert.Equal(2, OpenHandles(path));
        }

        Assert.Equal(1, OpenHandles(path));
        store.Dispose();
        Assert.Equal(0, OpenHandles(path));
        Assert.Throws<ObjectDisposedException>(() => store.OpenBlob(Digest.Parse("sha256:" + ArchiveBuilder.HexOf(Layer))));
    }

    [Fact]
    public void A_file_that_is_no_archive_yet_is_not_kept_open()
    {
        Layout("", "a:1");
        var path = _archive.Write();
        using var store = SourceOpener.Open(path);
        for (var i = 0; i < 5; i++)
        {
            _archive.File($"{i}", "x").Write();
            Assert.Equal("a:1", Assert.Single(store.List().Images).Name);
            Assert.Single(store.List().Problems);
            Assert.Equal(1, OpenHandles(path));
        }
    }

    [Fact]
    public void A_file_that_becomes_shorter_gives_no_wrong_bytes()
    {
        Layout("", "a:1");
        using var store = SourceOpener.Open(_archive.Write());
        using var blob = store.OpenBlob(Digest.Parse("sha256:" + ArchiveBuilder.HexOf(Layer)));
        Tool.Run("/", "truncate", "-s", "100", _archive.Path);

        Assert.Equal(0, blob.ReadAt(0, new byte[10]));
        Assert.NotEmpty(store.List().Problems);
    }

    public void Dispose() => _archive.Dispose();

    private static int OpenHandles(string path) => Directory.GetFiles("/proc/self/fd")
        .Count(handle => new FileInfo(handle).LinkTarget is { } target && target.StartsWith(path, StringComparison.Ordinal));

    private static void Fails(string source, OciFsError kind, string message)
    {
        var error = Assert.Throws<OciFsException>(() => SourceOpener.Open(source));
        Assert.Equal((kind, message), (error.Error, error.Message));
    }

    private void Layout(string prefix, string? name, bool withLayer = true)
    {
        _archive.File($"{prefix}oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        var layer = Blob(prefix, Layer);
        var config = Blob(prefix, Encoding.UTF8.GetBytes(ArchiveBuilder.Config(Layer)));
        var manifest = Blob(prefix, Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"config":{{Entry(LayoutBuilder.ConfigType, config)}},"layers":[{{(withLayer ? Entry("", layer) : "")}}]}"""));
        _archive.File($"{prefix}index.json", name is null
            ? """{"schemaVersion":2,"manifests":null}"""
            : LayoutBuilder.IndexOf(Entry(LayoutBuilder.ManifestType, manifest, LayoutBuilder.Named(name))));
    }

    private static string Entry(string type, (string Digest, int Size) blob, string more = "") => LayoutBuilder.Entry(type, blob.Digest, blob.Size, more);

    private (string Digest, int Size) Blob(string prefix, byte[] bytes)
    {
        _archive.File($"{prefix}blobs/sha256/{ArchiveBuilder.HexOf(bytes)}", bytes);
        return ($"sha256:{ArchiveBuilder.HexOf(bytes)}", bytes.Length);
    }
}
