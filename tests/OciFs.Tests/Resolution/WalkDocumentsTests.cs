using OciFs.Layers;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;
using OciFs.Tests.Views;
using OciFs.Views;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Resolution;

/// <summary>A document is read once in a walk, whatever it is and however often it is mentioned, and all together are bounded.</summary>
public sealed class WalkDocumentsTests : IDisposable
{
    private const int Mentions = 50;

    private readonly LayoutBuilder _layout = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _layout.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("aaaa")]
    [InlineData("{}")]
    [InlineData("""{"layers":[]}""")]
    public void What_is_no_manifest_is_read_once(string junk)
    {
        var digest = _layout.Blob(junk);
        using var store = Open(i => _layout.Entry(ManifestType, digest, Platform(i)));
        var image = Resolve(store);
        Assert.Equal(Mentions, image.Platforms.Length);
        Assert.Equal(1, store.Blobs.Count(blob => blob == Digest.Parse(digest)));
    }

    [Fact]
    public void A_manifest_under_many_platforms_is_read_and_kept_once()
    {
        var digest = _layout.Image();
        using var store = Open(i => _layout.Entry(ManifestType, digest, Platform(i)));
        var image = Resolve(store);
        Assert.Equal(Mentions, image.Platforms.Select(platform => platform.Platform).Distinct().Count());
        Assert.Equal(3, store.Opened);
        Assert.Single(image.Platforms.Select(platform => platform.ManifestBytes!.Value).Distinct());
        Assert.Single(image.Platforms.Select(platform => platform.Layers).Distinct());
        Assert.Equal(image.Platforms.Select(platform => platform.Platform), image.Platforms.Select(platform => platform.Descriptor.Platform!));
    }

    [Fact]
    public void What_a_claim_is_wrong_of_takes_nothing_from_its_neighbour()
    {
        var digest = _layout.Image();
        using var store = Open(i => i == 0 ? Entry(ManifestType, digest, 1000) : _layout.Entry(ManifestType, digest, Platform(i)));
        var image = Resolve(store, most: 20_000);
        Assert.Single(image.Platforms, platform => !platform.Problems.IsEmpty);
        Assert.Equal(Mentions, image.Platforms.Length);
    }

    [Fact]
    public void All_documents_of_a_walk_are_bounded()
    {
        string[] digests = [_layout.Image(architecture: "amd64"), _layout.Image(architecture: "arm64")];
        _layout.Index(_layout.Entry(IndexType, _layout.Blob(IndexOf(digests.Select(digest => _layout.Entry(ManifestType, digest))))));
        using var layout = OciLayoutStore.Open(_layout.Path);
        using var store = new CountingStore(layout);
        var whole = Resolve(store);
        long all = whole.TargetBytes!.Value.Length + whole.Platforms.Sum(platform => platform.ManifestBytes!.Value.Length + platform.ConfigBytes!.Value.Length);
        Assert.All(Resolve(store, all).Platforms, platform => Assert.Empty(platform.Problems));
        var cut = Resolve(store, all - 1);
        Assert.Empty(cut.Platforms[0].Problems);
        Assert.Contains($"more than {all - 1} bytes of documents", Assert.Single(cut.Platforms[1].Problems), StringComparison.Ordinal);
        Assert.Equal(2 * Limits.DocumentBytes, Limits.DocumentBytesPerWalk);
    }

    [Fact]
    public void A_walk_that_was_ended_reads_nothing()
    {
        var digest = _layout.Image();
        using var store = Open(i => _layout.Entry(ManifestType, digest, Platform(i)));
        Assert.Throws<OperationCanceledException>(() =>
            new ImageResolver(store, PlatformName.Parse("linux/amd64")).Resolve(store.List().Images[0], new CancellationToken(true)));
        Assert.Equal(0, store.Opened);
    }

    [Fact]
    public void A_bad_image_that_many_look_up_is_resolved_once()
    {
        var digest = _layout.Blob("aaaa");
        using var store = Open(i => _layout.Entry(ManifestType, digest, Platform(i)));
        using var tree = Tree(store);
        var images = tree.Lookup(NodeId.Root, "images"u8).Node;
        Assert.True(tree.OpenDirectory(images, true).TryGet(0, out var item));
        Assert.Equal(0, store.Opened);
        var name = item.Name.ToArray();
        Parallel.For(0, 100, _ => tree.Lookup(images, name));
        Assert.Equal(2, store.Opened);
    }

    [Fact]
    public void The_config_of_an_artifact_is_read_once_however_often_it_is_looked_at()
    {
        var config = _layout.Blob("{\"c\":1}");
        var artifact = _layout.Blob($$"""{"artifactType":"a/b","config":{{_layout.Entry("c/d", config)}},"layers":[]}""");
        _layout.Index(_layout.Entry(ManifestType, artifact, Named("image")));
        using var store = new CountingStore(OciLayoutStore.Open(_layout.Path));
        using var tree = Tree(store);
        var folder = OpenedStack.At(tree, "images", "image");
        for (var i = 0; i < 10; i++)
        {
            Assert.False(tree.Lookup(folder, "error"u8).Exists);
        }

        Assert.Equal(1, store.Blobs.Count(blob => blob == Digest.Parse(config)));
    }

    [Fact]
    public void A_look_up_of_an_image_does_not_wait()
    {
        var digest = _layout.Image();
        using var store = Open(i => _layout.Entry(ManifestType, digest, Platform(i)));
        using var tree = Tree(store);
        var images = tree.Lookup(NodeId.Root, "images"u8).Node;
        Assert.True(tree.OpenDirectory(images, true).TryGet(0, out var item));
        var name = item.Name.ToArray();
        PatientTree.Await(Assert.Throws<NotReadyException>(() => tree.Impatient.Lookup(images, name)));
        Assert.True(tree.Impatient.Lookup(images, name).Exists);
    }

    private static string Platform(int number) => $$"""
        "platform":{"os":"linux","architecture":"amd64","os.version":"{{number}}"}
        """;

    private PatientTree Tree(IStore store) => new(new ImageTree(store, new ImageTreeOptions
    {
        Platform = PlatformName.Parse("linux/amd64"),
        IndexCache = new LayerIndexCache(new CacheFolder(_folder["cache"]), Assert.Fail),
    }));

    private CountingStore Open(Func<int, string> entry)
    {
        _layout.Index(_layout.Entry(IndexType, _layout.Blob(IndexOf(Enumerable.Range(0, Mentions).Select(entry))), Named("image")));
        return new CountingStore(OciLayoutStore.Open(_layout.Path));
    }

    private static ResolvedImage Resolve(CountingStore store, long most = Limits.DocumentBytesPerWalk) =>
        new ImageResolver(store, PlatformName.Parse("linux/amd64")) { DocumentBytesPerWalk = most }.Resolve(Assert.Single(store.List().Images));
}
