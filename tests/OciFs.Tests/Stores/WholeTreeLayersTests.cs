using System.Text;
using OciFs.References;
using OciFs.Stores;
using OciFs.Stores.ContainersStorage;
using OciFs.Tests.Stores.DockerStore;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores;

/// <summary>One tar unpacked by vfs upon two layers is two whole trees: each differs from its own parent in what the tar brought, from the other in more.</summary>
public sealed class WholeTreeLayersTests : IDisposable
{
    private static readonly DiffId One = IdOf("one"), Two = IdOf("two"), Top = IdOf("top");

    private readonly TempFolder _root = new();

    private static LayerClaim UponTwo => new(Top.Digest, 0, Top, ChainId.Of([Two, Top]));

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_tree_that_was_unpacked_upon_the_claimed_layers_is_read(bool otherHasTarSplit)
    {
        using var store = Storage();
        if (otherHasTarSplit)
        {
            WriteTarSplit();
        }

        Assert.Equal(LayerForm.Folder, store.FormOf(UponTwo));
        using var layer = store.OpenLayer(UponTwo);
        Assert.Contains("content of upon-two", Text(layer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_upon_other_layers_is_none()
    {
        using var store = Storage();
        Directory.Delete(_root["vfs", "dir", "upon-two"], recursive: true);
        StorageRecords(withUponTwo: false);
        Assert.Equal(LayerForm.Missing, store.FormOf(UponTwo));
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => store.OpenLayer(UponTwo)).Error);
        Assert.Equal(LayerForm.Folder, store.FormOf(UponTwo with { ChainId = null }));
        Assert.Equal(LayerForm.Folder, store.FormOf(UponTwo with { ChainId = ChainId.Of([One, Top]) }));
    }

    [Fact]
    public void A_tree_upon_other_layers_gives_its_tar_and_nothing_else()
    {
        using var store = Storage();
        StorageRecords(withUponTwo: false);
        WriteTarSplit();
        Assert.Equal(LayerForm.Tar, store.FormOf(UponTwo));
        using (var layer = store.OpenLayer(UponTwo))
        {
            Assert.Null(layer.Otherwise);
        }

        using var own = store.OpenLayer(UponTwo with { ChainId = ChainId.Of([One, Top]) });
        Assert.NotNull(own.Otherwise);
    }

    [Fact]
    public void So_it_is_in_Docker()
    {
        using var root = new DockerBuilder();
        var chain = root.AddLayer(Top, "x", parent: root.AddLayer(One, "one"));
        Directory.Move(Path.Combine(root.Path, "image", "overlay2"), Path.Combine(root.Path, "image", "vfs"));
        AddTree(Path.Combine(root.Path, "vfs", "dir", "one"));
        AddTree(Path.Combine(root.Path, "vfs", "dir", "x"));
        using var store = root.Open();
        Assert.Equal(LayerForm.Missing, store.FormOf(UponTwo));
        Assert.Equal(LayerForm.Folder, store.FormOf(UponTwo with { ChainId = chain }));
        Assert.Equal(LayerForm.Folder, store.FormOf(UponTwo with { ChainId = null }));
        SplitTar(Path.Combine(root.Path, "image", "vfs", "layerdb", "sha256", chain.Digest.Hex, "tar-split.json.gz"));
        Assert.Equal(LayerForm.Tar, store.FormOf(UponTwo));
        using (var layer = store.OpenLayer(UponTwo))
        {
            Assert.Null(layer.Otherwise);
        }

        using var own = store.OpenLayer(UponTwo with { ChainId = chain });
        Assert.NotNull(own.Otherwise);
    }

    private static DiffId IdOf(string text) => new(Digest.Compute(DigestAlgorithm.Sha256, Encoding.UTF8.GetBytes(text)));

    private static void SplitTar(string path) => Unpacked.SplitTar.Write(new byte[1024], path);

    private static void AddTree(string folder) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, Path.GetFileName(folder)), $"content of {Path.GetFileName(folder)}");

    private static string Text(StoredLayer layer)
    {
        var bytes = new byte[layer.Bytes.Length];
        return Encoding.ASCII.GetString(bytes, 0, layer.Bytes.ReadAt(0, bytes));
    }

    private void WriteTarSplit() => SplitTar(_root["vfs-layers", "upon-one.tar-split.gz"]);

    private ContainersStorageStore Storage()
    {
        foreach (var id in new[] { "one", "two", "upon-one", "upon-two" })
        {
            AddTree(_root["vfs", "dir", id]);
        }

        Directory.CreateDirectory(_root["vfs-images"]);
        Directory.CreateDirectory(_root["vfs-layers"]);
        StorageRecords(withUponTwo: true);
        return ContainersStorageStore.Open(_root.Path, new StoreOptions());
    }

    private void StorageRecords(bool withUponTwo)
    {
        string[] records =
        [
            $$"""{"id":"one","diff-digest":"{{One}}"}""", $$"""{"id":"two","diff-digest":"{{Two}}"}""",
            $$"""{"id":"upon-one","parent":"one","diff-digest":"{{Top}}"}""",
            .. withUponTwo ? [$$"""{"id":"upon-two","parent":"two","diff-digest":"{{Top}}"}"""] : Array.Empty<string>(),
        ];
        ContainersStorage.StorageBuilder.Replace(_root["vfs-layers", "layers.json"], $"[{string.Join(',', records)}]");
    }
}
