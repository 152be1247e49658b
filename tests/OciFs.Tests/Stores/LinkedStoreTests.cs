using OciFs.References;
using OciFs.Stores;
using OciFs.Stores.Containerd;
using OciFs.Tests.Stores.Containerd;
using OciFs.Tests.Stores.ContainersStorage;
using OciFs.Tests.Stores.DockerStore;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores;

/// <summary>A store that somebody else may write to cannot show what lies outside of it, to whoever mounts it with more rights.</summary>
public sealed class LinkedStoreTests : IDisposable
{
    private const string Config = """{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}""";

    private static readonly DiffId SomeDiffId = new(Digest.Compute(DigestAlgorithm.Sha256, "tar"u8));

    private readonly TempFolder _outside = new();

    private static LayerClaim Claim => new(SomeDiffId.Digest, 0, SomeDiffId, null);

    public void Dispose() => _outside.Dispose();

    [Theory]
    [InlineData("overlay/x/diff")]
    [InlineData("overlay/x")]
    public void A_layer_of_containers_storage_behind_a_link_is_missing(string linked)
    {
        using var root = new StorageBuilder();
        root.AddLayer("x", SomeDiffId).AddFiles("x");
        using var store = root.Save().Open();
        Assert.Equal(LayerForm.Folder, store.FormOf(Claim));
        Link(Path.Combine(root.Path, linked));
        IsMissing(store, Claim);
    }

    [Theory]
    [InlineData("overlay2/x/diff")]
    [InlineData("overlay2/x")]
    [InlineData("image/overlay2/layerdb/sha256/CHAIN/cache-id")]
    [InlineData("image/overlay2/layerdb/sha256/CHAIN")]
    public void A_layer_of_Docker_behind_a_link_is_missing(string linked)
    {
        using var root = new DockerBuilder();
        var chain = root.AddLayer(SomeDiffId, "x");
        root.AddFiles("x");
        using var store = root.Open();
        Assert.Equal(LayerForm.Folder, store.FormOf(Claim with { ChainId = chain }));
        Link(Path.Combine(root.Path, linked.Replace("CHAIN", chain.Digest.Hex, StringComparison.Ordinal)));
        IsMissing(store, Claim with { ChainId = chain });
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("overlay-images")]
    [InlineData("overlay-layers")]
    public void The_folders_of_a_driver_may_have_been_moved(string moved)
    {
        using var root = new StorageBuilder();
        var digest = root.AddImage(StorageBuilder.IdOf("a"), "{\"a\":1}", ["localhost/a:1"]);
        root.AddLayer("x", SomeDiffId).Save().AddFiles("x");
        Link(Path.Combine(root.Path, moved));
        using var store = root.Open();
        Assert.Single(store.List().Images);
        Assert.Equal(LayerForm.Folder, store.FormOf(Claim));
        store.OpenBlob(digest).Dispose();
    }

    [Fact]
    public void A_layer_that_refers_to_one_behind_a_link_is_not_opened()
    {
        using var root = new StorageBuilder();
        root.AddLayer("low", null).AddLayer("x", SomeDiffId, parent: "low").AddFiles("x");
        root.AddFiles("low");
        using var store = root.Save().Open();
        store.OpenLayer(Claim).Dispose();
        Link(Path.Combine(root.Path, "overlay/low"));
        var error = Assert.Throws<OciFsException>(() => store.OpenLayer(Claim));
        Assert.Equal(OciFsError.Invalid, error.Error);
        Assert.Contains("symbolic link", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tar_split_data_that_are_a_link_are_none()
    {
        using var root = new StorageBuilder();
        root.AddLayer("x", SomeDiffId).AddFiles("x");
        var data = Path.Combine(root.Path, "overlay-layers", "x.tar-split.gz");
        File.WriteAllText(data, "{}");
        using var store = root.Save().Open();
        Assert.Equal(LayerForm.Tar, store.FormOf(Claim));
        Link(data);
        Assert.Equal(LayerForm.Folder, store.FormOf(Claim));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_document_of_containers_storage_behind_a_link_is_not_read(bool wholeFolder)
    {
        using var root = new StorageBuilder();
        var digest = root.AddImage(StorageBuilder.IdOf("a"), "{\"a\":1}");
        using var store = root.Save().Open();
        store.OpenBlob(digest).Dispose();
        var folder = Path.Combine(root.Path, "overlay-images", StorageBuilder.IdOf("a"));
        foreach (var path in wholeFolder ? [folder] : Directory.GetFiles(folder))
        {
            Link(path);
        }

        IsNoBlob(store, digest);
    }

    [Fact]
    public void A_config_of_Docker_that_is_a_link_is_not_read()
    {
        using var root = new DockerBuilder();
        var image = root.AddImage(Config);
        using var store = root.Open();
        store.OpenBlob(image).Dispose();
        Link(root.ConfigFile(image));
        IsNoBlob(store, image);
    }

    [Fact]
    public void A_blob_of_containerd_that_is_a_link_is_not_read()
    {
        using var sample = new SampleRoot();
        using var store = ContainerdStore.Open(sample.Path, new StoreOptions());
        var digest = store.List().Images[0].Target.Digest;
        store.OpenBlob(digest).Dispose();
        Link(Path.Combine(sample.Blobs, digest.Hex));
        IsNoBlob(store, digest);
    }

    [Theory]
    [InlineData("fs")]
    [InlineData("")]
    public void A_snapshot_behind_a_link_is_missing(string linked)
    {
        using var sample = new SampleRoot();
        using var store = ContainerdStore.Open(sample.Path, new StoreOptions());
        var claim = sample.DiscardLayer();
        Assert.Equal(LayerForm.Folder, store.FormOf(claim));
        foreach (var snapshot in Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(sample.SnapshotFile)!, "snapshots")))
        {
            Link(Path.Combine(snapshot, linked).TrimEnd('/'));
        }

        IsMissing(store, claim);
    }

    private static void IsMissing(IStore store, LayerClaim claim)
    {
        Assert.Equal(LayerForm.Missing, store.FormOf(claim));
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => store.OpenLayer(claim)).Error);
    }

    private static void IsNoBlob(IStore store, Digest digest)
    {
        Assert.False(store.TryGetBlobSize(digest, out _));
        Assert.Throws<OciFsException>(() => store.OpenBlob(digest));
        Assert.DoesNotContain(digest, store.ListBlobs().Select(blob => blob.Digest).Where(listed => store.TryGetBlobSize(listed, out _)));
    }

    /// <summary>Moves a file or folder away and puts a link to it in its place: what is behind the link is sound.</summary>
    private void Link(string path)
    {
        var moved = _outside[Guid.NewGuid().ToString()];
        if (Directory.Exists(path))
        {
            Directory.Move(path, moved);
        }
        else
        {
            File.Move(path, moved);
        }

        File.CreateSymbolicLink(path, moved);
    }
}
