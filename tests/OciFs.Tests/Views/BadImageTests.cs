using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Tests.Views;

/// <summary>A bad layer is told in one line of its image's <c>error</c>, gives no bytes, and spoils no neighbour.</summary>
public sealed class BadImageTests
{
    private static readonly byte[] Tar = LayerBuilder.Tar([TestEntry.File("file", string.Concat(Enumerable.Repeat("some content ", 5000)))]);

    [Fact]
    public void AMissingBlob() => Check("does not have this layer", (layout, image) => layout.RemoveBlob(image.Layers[0].Digest));

    [Fact]
    public void ABlobShorterThanItsDescriptor() =>
        Check("its descriptor says", (layout, image) => layout.CutBlob(image.Layers[0].Digest, image.Layers[0].Size - 1));

    [Fact]
    public void ABlobLongerThanItsDescriptor() => Check("its descriptor says", (layout, image) =>
        File.AppendAllText(layout.BlobPath(image.Layers[0].Digest), "x"));

    [Fact]
    public void ABlobWithAnotherDigest() => Check("have the digest", (layout, image) => layout.FlipByte(image.Layers[0].Digest, 5));

    [Theory]
    [InlineData(LayerCompression.Gzip)]
    [InlineData(LayerCompression.Zstd)]
    public void AStreamBrokenByAnotherDigest(LayerCompression compression) => Check("have the digest", layout =>
    {
        var image = layout.AddImage([LayerBlob.Of(Tar, compression)]);
        layout.FlipByte(image.Layers[0].Digest, image.Layers[0].Size / 2);
        return image.Manifest;
    });

    [Fact]
    public void ABlobWithAnotherDigestGivesNoBytes()
    {
        var digest = "";
        using var opened = new OpenedStack(layout =>
        {
            var image = layout.AddImage([LayerBlob.Of(Tar)]);
            layout.Name("image", image.Manifest);
            digest = image.Layers[0].Digest;
            layout.FlipByte(digest, -1);
        });
        string[][] places =
            [["images", "image", "platforms", "linux-amd64", "layers", "00", "blob"], ["blobs", .. digest.Split(':')]];
        foreach (var place in places)
        {
            var blob = opened.At(place);
            Assert.Throws<OciFsException>(() => opened.Tree.Read(blob, 0, new byte[1]));
        }
    }

    [Theory]
    [InlineData(LayerCompression.Gzip)]
    [InlineData(LayerCompression.Zstd)]
    public void ACutStream(LayerCompression compression)
    {
        var whole = LayerBlob.Of(Tar, compression);
        Check("cannot be decompressed", whole with { Bytes = whole.Bytes[..^20] });
    }

    [Theory]
    [InlineData(LayerCompression.Gzip)]
    [InlineData(LayerCompression.Zstd)]
    public void ACorruptStream(LayerCompression compression)
    {
        var whole = LayerBlob.Of(Tar, compression);
        var corrupt = (byte[])whole.Bytes.Clone();
        corrupt[corrupt.Length / 2] ^= 0x10;
        Check("cannot be decompressed", whole with { Bytes = corrupt });
    }

    [Fact]
    public void ALayerThatIsNoTar() => Check("not a sound tar", LayerBlob.Of(Tar) with { Bytes = "{\"not\": \"a tar\"}"u8.ToArray() });

    [Fact]
    public void ACutTar() => Check("not a sound tar", LayerBlob.Of(Tar) with { Bytes = Tar[..2000] });

    [Fact]
    public void AnEntryThatLeavesTheRoot()
    {
        using var opened = new OpenedStack(layout => layout.Name("image", layout.AddImage(
            [LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("../../escape", "x"), TestEntry.File("a/../../b", "y")]))]).Manifest));
        Assert.Equal("x", opened.Text("images", "image", "platforms", "linux-amd64", "rootfs", "escape"));
        Assert.Equal("y", opened.Text("images", "image", "platforms", "linux-amd64", "rootfs", "b"));
        Assert.Equal(2, opened.Errors().Length);
        Assert.All(opened.Errors(), line => Assert.Contains("leads out of the image", line, StringComparison.Ordinal));
    }

    [Fact]
    public void AnEntryThatIsLeftOutImpliesNoParents()
    {
        var deep = string.Concat(Enumerable.Repeat("d/", Limits.PathDepth + 1));
        using var opened = new OpenedStack(layout => layout.Name("image", layout.AddImage(
            [LayerBlob.Of(LayerBuilder.Tar([TestEntry.File(deep + "x") with { Modified = 1 }, TestEntry.File("file") with { Modified = 2 }]))]).Manifest));
        var rootfs = opened.Rootfs();
        var names = opened.Tree.OpenDirectory(rootfs, true);
        Assert.True(names.TryGet(0, out _));
        Assert.False(names.TryGet(1, out _));
        Assert.Equal(2, opened.Tree.GetAttributes(rootfs).Modified.Seconds);
        Assert.Contains("directories deep", Assert.Single(opened.Errors()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../../")]
    public void AnEntryAboveTheRootIsTheRoot(string name)
    {
        using var opened = new OpenedStack(layout => layout.Name("image", layout.AddImage(
            [LayerBlob.Of(LayerBuilder.Tar([TestEntry.Directory(name) with { Mode = 0b111_000_000 }]))]).Manifest));
        var rootfs = opened.Rootfs();
        Assert.False(opened.Tree.OpenDirectory(rootfs, true).TryGet(0, out _));
        Assert.Equal(UnixMode.Directory | 0b111_000_000, opened.Tree.GetAttributes(rootfs).Mode);
        Assert.Contains("leads out of the image", Assert.Single(opened.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public void ADescriptorThatLiesAboutASizeSpoilsOnlyItsOwnImage()
    {
        using var opened = new OpenedStack(layout =>
        {
            var image = layout.AddImage([LayerBlob.Of(Tar)]);
            layout.Name("bad", layout.AddManifest(image.Config, [image.Layers[0] with { Size = 7 }])).Name("good", image.Manifest);
        });
        Assert.Throws<OciFsException>(() => opened.Tree.OpenDirectory(opened.At("images", "bad", "platforms", "linux-amd64", "rootfs"), true));
        Assert.StartsWith("some content", opened.Text("images", "good", "platforms", "linux-amd64", "rootfs", "file"), StringComparison.Ordinal);
        Assert.NotEmpty(opened.Errors("bad"));
        Assert.Empty(opened.Errors("good"));
    }

    [Fact]
    public void ABlobThatArrivesMendsItsImage()
    {
        LayoutBuilder? kept = null;
        BuiltImage? image = null;
        using var opened = new OpenedStack(layout =>
        {
            kept = layout;
            image = layout.AddImage([LayerBlob.Of(Tar)]);
            layout.Name("image", image.Manifest);
            File.Move(layout.BlobPath(image.Layers[0].Digest), Path.Combine(layout.Folder, "aside"));
        });
        Assert.Single(opened.Errors());
        File.Move(Path.Combine(kept!.Folder, "aside"), kept.BlobPath(image!.Layers[0].Digest));
        Assert.Empty(opened.Errors());
        Assert.StartsWith("some content", opened.Text("images", "image", "platforms", "linux-amd64", "rootfs", "file"), StringComparison.Ordinal);
    }

    [Fact]
    public void AWhiteoutWhoseFolderWasReplacedAndIsTooDeepIsHarmless()
    {
        var deep = string.Join('/', Enumerable.Repeat(new string('d', 250), 15));
        var (x, y) = (new string('x', 250), new string('y', 250));
        using var opened = new OpenedStack(layout => layout.Name("image", layout.AddImage([LayerBlob.Of(LayerBuilder.Tar(
        [
            TestEntry.Directory(deep),
            TestEntry.Symlink("l", deep),
            TestEntry.Whiteout($"l/{x}/{y}/foo"),
            TestEntry.File($"l/{x}", "x"),
            TestEntry.File("neighbour", "n"),
        ]))]).Manifest));
        Assert.Equal("n", opened.Text("images", "image", "platforms", "linux-amd64", "rootfs", "neighbour"));
    }

    [Fact]
    public void EveryLayerOfATallImageKeepsItsInfo()
    {
        using var opened = new OpenedStack(layout => layout.Name("image", layout.AddImage(
            Enumerable.Range(0, 100).Select(number => LayerBlob.Of(LayerBuilder.Tar([TestEntry.File($"f{number}")])))).Manifest));
        var nodes = Enumerable.Range(0, 100)
            .Select(number => opened.At("images", "image", "platforms", "linux-amd64", "layers", $"{number:00}", "info.json")).ToList();
        Assert.All(nodes, node => Assert.True(opened.Tree.GetAttributes(node).Size > 0));
        Assert.Equal(100, nodes.Select(node => opened.Tree.GetAttributes(node).Inode).Distinct().Count());
    }

    [Fact]
    public void ABlobChangedAfterItWasIndexed()
    {
        LayoutBuilder? kept = null;
        BuiltImage? image = null;
        using var opened = new OpenedStack(layout =>
        {
            kept = layout;
            image = layout.AddImage([LayerBlob.Of(Tar)]);
            layout.Name("image", image.Manifest);
        });
        string[] rootfs = ["images", "image", "platforms", "linux-amd64", "rootfs"];
        var file = opened.At([.. rootfs, "file"]);
        kept!.FlipByte(image!.Layers[0].Digest, 2000);
        Assert.Throws<OciFsException>(() => opened.Tree.Read(file, 0, new byte[100]));
    }

    private static void Check(string told, LayerBlob bad) => Check(told, layout => layout.AddImage([bad]).Manifest);

    private static void Check(string told, Action<LayoutBuilder, BuiltImage> damage) => Check(told, layout =>
    {
        var image = layout.AddImage([LayerBlob.Of([.. Tar, .. new byte[512]])]);
        damage(layout, image);
        return image.Manifest;
    });

    private static void Check(string told, Func<LayoutBuilder, Descriptor> addBad)
    {
        using var opened = new OpenedStack(layout => layout.Name("bad", addBad(layout)).Name("good", layout.AddImage([LayerBlob.Of(Tar)]).Manifest));
        string[] bad = ["images", "bad", "platforms", "linux-amd64"];
        var rootfs = opened.At([.. bad, "rootfs"]);
        Assert.True(UnixMode.IsDirectory(opened.Tree.GetAttributes(rootfs).Mode));
        Assert.Throws<OciFsException>(() => opened.Tree.OpenDirectory(rootfs, true));
        Assert.Throws<OciFsException>(() => opened.Tree.Lookup(rootfs, "file"u8));
        Assert.Contains(opened.Errors("bad"), line => line.Contains(told, StringComparison.Ordinal));
        Assert.All(opened.Errors("bad"), line => Assert.StartsWith("linux-amd64: layer 00: sha256:", line, StringComparison.Ordinal));
        Assert.NotEmpty(opened.Text([.. bad, "manifest"]));
        Assert.Empty(opened.Errors("good"));
        Assert.StartsWith("some content", opened.Text("images", "good", "platforms", "linux-amd64", "rootfs", "file"), StringComparison.Ordinal);
    }
}
