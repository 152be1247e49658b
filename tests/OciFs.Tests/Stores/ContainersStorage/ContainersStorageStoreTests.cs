using System.Text;
using System.Text.Json.Nodes;
using OciFs.References;
using OciFs.Stores;
using OciFs.Stores.ContainersStorage;

namespace OciFs.Tests.Stores.ContainersStorage;

/// <summary>What real tools do not leave behind, or for an instant only. What they do is in OciFs.Conformance.Tests.</summary>
public sealed class ContainersStorageStoreTests
{
    private static readonly DiffId SomeDiffId = new(Digest.Compute(DigestAlgorithm.Sha256, "tar"u8));

    private static LayerClaim Claim => new(SomeDiffId.Digest, 0, SomeDiffId, null);

    [Fact]
    public void Every_name_is_listed_and_an_image_of_none_by_its_digest()
    {
        using var root = new StorageBuilder();
        root.AddImage(StorageBuilder.IdOf("a"), "{\"a\":1}", ["localhost/a:1", "localhost/b:1"]);
        var unnamed = root.AddImage(StorageBuilder.IdOf("b"), "{\"b\":1}");
        using var store = root.Save().Open();
        Assert.Equal(["localhost/a:1", "localhost/b:1", unnamed.ToString()], Names(store), StringComparer.Ordinal);
        Assert.Equal(StorageBuilder.IdOf("b"), store.List().Images[2].Id);
    }

    [Fact]
    public void A_name_of_a_digest_means_that_manifest()
    {
        using var root = new StorageBuilder();
        var digest = Digest.Compute(DigestAlgorithm.Sha256, "{\"a\":1}"u8);
        root.AddImage(StorageBuilder.IdOf("a"), "{\"a\":1}", [$"localhost/a@{digest}"]);
        using var store = root.Save().Open();
        Assert.Equal(digest, Assert.Single(store.List().Images).Target.Digest);
    }

    [Fact]
    public void An_image_that_has_no_manifest_yet_is_not_listed()
    {
        using var root = new StorageBuilder();
        root.AddImage(StorageBuilder.IdOf("a"), "{}", ["localhost/a:1"], withManifest: false);
        using var store = root.Save().Open();
        Assert.Empty(store.List().Images);
        Assert.Empty(store.List().Problems);
    }

    [Fact]
    public void An_image_of_a_layer_that_is_being_unpacked_is_not_listed_until_it_is_whole()
    {
        using var root = new StorageBuilder();
        root.AddImage(StorageBuilder.IdOf("a"), "{}", ["localhost/a:1"], layer: "top");
        root.AddLayer("base", SomeDiffId, flags: new JsonObject { ["incomplete"] = true }).AddLayer("top", null, parent: "base");
        root.AddFiles("base");
        using var store = root.Save().Open();
        Assert.Empty(store.List().Images);
        Assert.Equal(LayerForm.Missing, store.FormOf(Claim));
        StorageBuilder.Replace(root.LayersFile, $$"""[{"id":"base","diff-digest":"{{SomeDiffId}}"},{"id":"top","parent":"base"}]""");
        Assert.Equal(["localhost/a:1"], Names(store), StringComparer.Ordinal);
        Assert.Equal(LayerForm.Folder, store.FormOf(Claim));
    }

    [Theory]
    [InlineData("../..")]
    [InlineData("..")]
    [InlineData("/etc")]
    [InlineData("a/b")]
    [InlineData("")]
    public void An_image_of_an_ID_that_leads_elsewhere_is_left_out_and_told(string id)
    {
        using var root = new StorageBuilder();
        root.AddImage(id, "{}", ["localhost/bad:1"]);
        root.AddImage(StorageBuilder.IdOf("a"), "{\"a\":1}", ["localhost/a:1"]);
        using var store = root.Save().Open();
        Assert.Equal(["localhost/a:1"], Names(store), StringComparer.Ordinal);
        Assert.Contains("no plain name", Assert.Single(store.List().Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../secret")]
    [InlineData("..")]
    [InlineData("/etc")]
    public void A_layer_of_an_ID_that_leads_elsewhere_is_none(string id)
    {
        using var root = new StorageBuilder();
        Directory.CreateDirectory(Path.Combine(root.Path, "secret", "diff"));
        using var store = root.AddLayer(id, SomeDiffId).Save().Open();
        Assert.Equal(LayerForm.Missing, store.FormOf(Claim));
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => store.OpenLayer(Claim)).Error);
    }

    [Fact]
    public void Layers_that_are_each_others_parents_end()
    {
        using var root = new StorageBuilder();
        root.AddImage(StorageBuilder.IdOf("a"), "{}", ["localhost/a:1"], layer: "x");
        root.AddLayer("x", SomeDiffId, parent: "y").AddLayer("y", null, parent: "x").AddLayer("z", null, flags: new JsonObject { ["incomplete"] = true });
        root.AddFiles("x");
        using var store = root.Save().Open();
        Assert.Equal(["localhost/a:1"], Names(store), StringComparer.Ordinal);
        using var layer = store.OpenLayer(Claim);
        Assert.Equal(LayerProof.None, layer.Proof);
    }

    [Fact]
    public void Of_several_layers_of_one_tar_the_one_that_is_there_is_read()
    {
        using var root = new StorageBuilder();
        root.AddLayer("gone", SomeDiffId).AddLayer("there", SomeDiffId).AddFiles("there");
        using var store = root.Save().Open();
        Assert.Equal(LayerForm.Folder, store.FormOf(Claim));
    }

    [Fact]
    public void A_layer_pulled_in_parts_is_found_by_what_its_config_expects()
    {
        using var root = new StorageBuilder();
        root.AddLayer("toc", null, flags: new JsonObject { ["expected-layer-diffid"] = SomeDiffId.ToString() }).AddFiles("toc");
        using var store = root.Save().Open();
        Assert.Equal(LayerForm.Folder, store.FormOf(Claim));
    }

    [Fact]
    public void A_composefs_is_told_and_not_read()
    {
        using var root = new StorageBuilder();
        root.AddLayer("c", SomeDiffId).AddFiles("c");
        Directory.CreateDirectory(Path.Combine(root.Path, StorageBuilder.Driver, "c", "composefs-data"));
        using var store = root.Save().Open();
        var error = Assert.Throws<OciFsException>(() => store.OpenLayer(Claim));
        Assert.Equal(OciFsError.Unsupported, error.Error);
        Assert.Contains("composefs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_are_had_by_their_digests()
    {
        using var root = new StorageBuilder();
        var digest = root.AddImage(StorageBuilder.IdOf("a"), "{\"a\":1}");
        using var store = root.Save().Open();
        var blob = Assert.Single(store.ListBlobs());
        Assert.Equal(new BlobInfo(digest, 7), blob);
        Assert.True(store.TryGetBlobSize(digest, out var size));
        Assert.Equal(7, size);
        using var open = store.OpenBlob(digest);
        var bytes = new byte[7];
        Assert.Equal(7, open.ReadAt(0, bytes));
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void A_document_that_is_gone_from_one_image_is_had_from_another()
    {
        using var root = new StorageBuilder();
        var digest = root.AddImage(StorageBuilder.IdOf("a"), "{\"a\":1}");
        root.AddImage(StorageBuilder.IdOf("b"), "{\"a\":1}");
        using var store = root.Save().Open();
        Directory.Delete(Path.Combine(root.Path, "overlay-images", StorageBuilder.IdOf("a")), recursive: true);
        using var open = store.OpenBlob(digest);
        Assert.Equal(7, open.Length);
        Directory.Delete(Path.Combine(root.Path, "overlay-images", StorageBuilder.IdOf("b")), recursive: true);
        var error = Assert.Throws<OciFsException>(() => store.OpenBlob(digest));
        Assert.Equal(OciFsError.NotFound, error.Error);
        Assert.StartsWith(digest.ToString(), error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(ContainersStorageStore store) => store.List().Images.Select(image => image.Name);
}
