using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;
using OciFs.Stores.Containerd;

namespace OciFs.Tests.Stores.Containerd;

/// <summary>A store as a real containerd left it; what its own program listed is the oracle.</summary>
public sealed class ContainerdStoreTests : IDisposable
{
    private static readonly Digest SomeDigest = Digest.Compute(DigestAlgorithm.Sha256, "x"u8);

    private readonly SampleRoot _sample = new();

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData("default")]
    [InlineData("k8s.io")]
    [InlineData("empty")]
    public void Names_are_those_that_ctr_lists(string owner)
    {
        using var store = Open(owner);
        Assert.Equal(
            SampleRoot.Names(owner), store.List().Images.Select(image => $"{image.Name} {image.Target.MediaType} {image.Target.Digest}"), StringComparer.Ordinal);
        Assert.Empty(store.List().Problems);
        Assert.Equal(["default", "empty", "k8s.io"], store.List().Namespaces.Select(known => known.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void Labels_are_those_that_were_given()
    {
        using var store = Open();
        var labels = store.List().Images.Single(image => image.Name == "example.com/many:7").Record!.Labels;
        Assert.Equal("seven", labels["note"]);
        Assert.Equal(new string('x', 1500), labels["example.com/long"]);
    }

    [Fact]
    public void A_namespace_that_is_not_there_is_an_error()
    {
        var error = Assert.Throws<OciFsException>(() => Open("no"));
        Assert.Equal(OciFsError.NotFound, error.Error);
        Assert.Contains("default, empty, k8s.io", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selected_image_is_alone()
    {
        using var store = SourceOpener.Open($"{_sample.Path}:example.com/many:3");
        Assert.Equal("example.com/many:3", Assert.Single(store.List().Images).Name);
        Assert.False(store.Traits.HasFlag(StoreTraits.Namespaces));
    }

    [Theory]
    [InlineData(null, null, "default", "a,default")]
    [InlineData("a", null, "a", "a,default")]
    [InlineData(null, null, "a", "a,default-")]
    [InlineData(null, null, null, "a,b")]
    [InlineData(null, null, null, "a-,b-")]
    [InlineData(null, "b", "b", "a,b,default")]
    [InlineData(null, "b", "a", "a,b-")]
    public void The_namespace_that_is_meant(string? asked, string? before, string? expected, string namespaces)
    {
        var images = new NamedImage("x", new Descriptor("", Digest.Compute(DigestAlgorithm.Sha256, "x"u8), 1));
        StoreNamespace[] known = [.. namespaces.Split(',').Select(name => new StoreNamespace(
            name.TrimEnd('-'), new StoreListing { Images = name.EndsWith('-') ? [] : [images] }))];
        var choice = new NamespaceChoice(asked, "default");
        var chosen = choice.Of([.. known], before);
        Assert.Equal(expected, chosen);
        Assert.Equal(namespaces == "a,b", choice.Problem("x", [.. known], chosen) is not null);
    }

    [Fact]
    public void A_layer_whose_blob_is_gone_is_read_from_its_snapshot()
    {
        var (claim, diffs) = _sample.Layer();
        using var store = Open();
        Assert.Equal(LayerForm.Blob, store.FormOf(claim));
        _sample.DiscardLayer();
        Assert.Equal(LayerForm.Folder, store.FormOf(claim));
        using (var opened = store.OpenLayer(claim))
        {
            Assert.NotEqual(0, opened.Bytes.Length);
        }

        Assert.Equal(LayerForm.Missing, store.FormOf(claim with { ChainId = ChainId.Of(diffs.AsSpan()[1..]) }));
        File.Delete(_sample.SnapshotFile);
        Assert.Equal(LayerForm.Missing, store.FormOf(claim));
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => store.OpenLayer(claim)).Error);
    }

    /// <summary>Such as those of a containerd that writes all the time. A read of unmapped memory fails as one of a broken disk does.</summary>
    [Fact]
    public void Records_that_cannot_be_had_at_the_moment_do_not_tell_that_a_layer_is_missing()
    {
        var claim = new LayerClaim(SomeDigest, 1, null, new ChainId(SomeDigest));
        using var store = Open();
        Assert.Equal(LayerForm.Missing, store.FormOf(claim));
        File.Delete(_sample.MetaFile);
        File.CreateSymbolicLink(_sample.MetaFile, "/proc/self/mem");
        Assert.Equal(LayerForm.Folder, store.FormOf(claim));
        Assert.Equal(OciFsError.Unavailable, Assert.Throws<OciFsException>(() => store.OpenLayer(claim)).Error);
    }

    [Fact]
    public void Damage_keeps_the_names_and_is_told_until_it_is_mended()
    {
        using var store = Open();
        var listing = store.List();
        var bytes = File.ReadAllBytes(_sample.MetaFile);
        File.WriteAllBytes(_sample.MetaFile, bytes[..100]);
        Assert.Equal(listing.Images, store.List().Images);
        Assert.StartsWith(_sample.MetaFile, Assert.Single(store.List().Problems), StringComparison.Ordinal);
        Assert.Same(store.List(), store.List());
        File.WriteAllBytes(_sample.MetaFile, bytes);
        Assert.Same(listing, store.List());
    }

    [Fact]
    public void A_root_is_told_by_its_content_store()
    {
        Assert.True(ContainerdStore.IsRoot(_sample.Path));
        Assert.False(ContainerdStore.IsRoot(_sample.Blobs));
        var error = Assert.Throws<OciFsException>(() => ContainerdStore.Open(_sample.Blobs, new StoreOptions()));
        Assert.Contains("not a root of containerd", error.Message, StringComparison.Ordinal);
        Assert.True(ContainerdStore.HasImages(_sample.Path, "default"));
        Assert.False(ContainerdStore.HasImages(_sample.Path, "moby"));
    }

    /// <summary>The first two by what ctr said of the same bytes; see go.dev/src/time and go.dev/src/encoding/binary.</summary>
    [Fact]
    public void Numbers_and_times_are_as_Go_writes_them()
    {
        Assert.Equal(583, GoBinary.Varint([0x8E, 0x09]));
        Assert.Equal(-1, GoBinary.Varint([0x01]));
        Assert.Null(GoBinary.Uvarint([0x80, 0x80]));
        Assert.Null(GoBinary.Uvarint([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02]));
        Assert.Equal(ulong.MaxValue, GoBinary.Uvarint([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]));
        var time = GoBinary.Time(Convert.FromHexString("010000000ee2934d2e208781fcffff"));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 8, 28, 30, TimeSpan.Zero).AddTicks(5457515), time);
        Assert.Null(GoBinary.Time(Convert.FromHexString("01FFFFFFFFFFFFFFFF00000000ffff")));
        Assert.Null(GoBinary.Time([1, 2, 3]));
    }

    private ContainerdStore Open(string? owner = null) => ContainerdStore.Open(_sample.Path, new StoreOptions { Namespace = owner });
}
