using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Stacks;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;
using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>The tree of design §1 over a small layout with two platforms.</summary>
public sealed class TreeLayoutTests : IDisposable
{
    private static readonly LayerStack Stack = LayerStack.Of(
        [TestEntry.Directory("etc"), TestEntry.File("etc/a", "lower a"), TestEntry.File("etc/b", "lower b")],
        [TestEntry.Whiteout("etc/b"), TestEntry.File("etc/a", "upper a"), TestEntry.Symlink("link", "etc/a")]);

    private readonly OpenedStack _opened = new(layout =>
    {
        var amd64 = layout.AddImage(Stack.ToTars().Select(tar => LayerBlob.Of(tar, LayerCompression.Gzip)));
        var arm64 = layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("arm")]))], new ImagePlatform("linux", "arm64", "v8"));
        layout.Name("docker.io/library/app:1", layout.AddIndex(
        [
            amd64.Manifest with { Platform = new ImagePlatform() },
            arm64.Manifest with { Platform = new ImagePlatform("linux", "arm64", "v8") },
        ]));
        layout.Name("plain", amd64.Manifest);
    });

    private const string Image = "docker.io~library~app:1";

    private static string[] Platform => ["images", Image, "platforms", "linux-amd64"];

    [Fact]
    public void TheRootHidesItsStatusFolder()
    {
        Assert.Equal(["images", "repositories", "blobs"], Names());
        Assert.True(_opened.Tree.Lookup(NodeId.Root, ".ocifs"u8).Exists);
    }

    [Fact]
    public void AnImageHasItsDocumentsAndPlatforms()
    {
        Assert.Equal([Image, "plain"], Names("images"));
        Assert.Equal(["manifest", "config", "digest", "rootfs", "platforms"], Names("images", Image));
        Assert.Equal(["linux-amd64", "linux-arm64"], Names("images", Image, "platforms"));
        Assert.Equal(["manifest", "config", "digest", "rootfs", "layers"], Names(Platform));
        Assert.Equal("platforms/linux-amd64/rootfs", Encoding.UTF8.GetString(_opened.Tree.ReadLink(_opened.At("images", Image, "rootfs"))));
    }

    [Fact]
    public void DocumentsHaveTheDigestsThatNameThem()
    {
        Assert.Equal(_opened.Text("images", Image, "digest"), $"{DigestOf("images", Image, "manifest")}\n");
        Assert.Equal(_opened.Text([.. Platform, "digest"]), $"{DigestOf([.. Platform, "manifest"])}\n");
        var manifest = JsonNode.Parse(_opened.Text([.. Platform, "manifest"]))!;
        Assert.Equal((string)manifest["config"]!["digest"]!, DigestOf([.. Platform, "config"]));
        Assert.Equal(_opened.Text([.. Platform, "config"]), _opened.Text("images", Image, "config"));
    }

    [Fact]
    public void BlobAndTarOfEachLayerHaveTheDigestsThatNameThem()
    {
        var manifest = JsonNode.Parse(_opened.Text([.. Platform, "manifest"]))!;
        var config = JsonNode.Parse(_opened.Text([.. Platform, "config"]))!;
        Assert.Equal(["00", "01"], Names([.. Platform, "layers"]));
        for (var number = 0; number < 2; number++)
        {
            string[] layer = [.. Platform, "layers", $"{number:00}"];
            Assert.Equal(["blob", "tar", "diff", "rootfs", "info.json"], Names(layer));
            Assert.Equal((string)manifest["layers"]![number]!["digest"]!, DigestOf([.. layer, "blob"]));
            Assert.Equal((string)config["rootfs"]!["diff_ids"]![number]!, DigestOf([.. layer, "tar"]));
            var info = JsonNode.Parse(_opened.Text([.. layer, "info.json"]))!;
            Assert.Equal((string)config["rootfs"]!["diff_ids"]![number]!, (string)info["diffID"]!);
            Assert.Equal("gzip", (string)info["compression"]!);
        }
    }

    [Fact]
    public void DiffShowsWhatOneLayerBrings()
    {
        string[] diff = [.. Platform, "layers", "01", "diff"];
        Assert.Equal([".wh.b", "a"], Names([.. diff, "etc"]));
        Assert.Equal("upper a", _opened.Text([.. diff, "etc", "a"]));
        Assert.Equal("lower a", _opened.Text([.. Platform, "layers", "00", "diff", "etc", "a"]));
    }

    [Fact]
    public void EachLayerHasTheTreeUpToItself()
    {
        Assert.Equal(["a", "b"], Names([.. Platform, "layers", "00", "rootfs", "etc"]));
        Assert.Equal(["a"], Names([.. Platform, "layers", "01", "rootfs", "etc"]));
        Assert.Empty(TreeComparison.Differences(
            TreeDump.Of(_opened.Tree, _opened.At([.. Platform, "rootfs"])),
            TreeDump.Of(_opened.Tree, _opened.At([.. Platform, "layers", "01", "rootfs"]))));
    }

    [Fact]
    public void RepositoriesNestTheSameNames()
    {
        Assert.Equal(["docker.io", "plain"], Names("repositories"));
        Assert.Equal(["1"], Names("repositories", "docker.io", "library", "app"));
        Assert.Equal($"../../../../images/{Image}", Link("repositories", "docker.io", "library", "app", "1"));
        Assert.Equal("../images/plain", Link("repositories", "plain"));
    }

    [Fact]
    public void BlobsHaveTheDigestsThatNameThem()
    {
        Assert.Equal(["sha256"], Names("blobs"));
        var blobs = Names("blobs", "sha256");
        Assert.Equal(8, blobs.Length);
        Assert.All(blobs, hex => Assert.Equal($"sha256:{hex}", DigestOf("blobs", "sha256", hex)));
        Assert.False(_opened.Tree.Lookup(_opened.At("blobs", "sha256"), "../index.json"u8).Exists);
    }

    [Fact]
    public void AFileTellsItsLayer()
    {
        var file = _opened.At([.. Platform, "rootfs", "etc", "a"]);
        Assert.True(_opened.Tree.TryGetXattr(file, "user.ocifs.layer"u8, out var layer));
        Assert.Equal("01"u8, layer);
        Assert.Equal(0, _opened.Tree.ListXattrs(file, []));
    }

    [Fact]
    public void InodeNumbersAreTheSameInEveryTree()
    {
        using var again = new OpenedStack(Stack);
        using var once = new OpenedStack(Stack);
        Assert.Equal(
            once.Tree.GetAttributes(once.At("images", "image", "rootfs")).Inode,
            again.Tree.GetAttributes(again.At("images", "image", "rootfs")).Inode);
        Assert.Equal(
            once.Tree.GetAttributes(once.At("images", "image", "platforms", "linux-amd64", "rootfs", "etc", "a")).Inode,
            again.Tree.GetAttributes(again.At("images", "image", "platforms", "linux-amd64", "rootfs", "etc", "a")).Inode);
    }

    /// <summary>Who visits files by inode number, as fts(3) does in large directories, reads a layer from front to end.</summary>
    [Fact]
    public void InodeNumbersRiseInTheOrderOfTheTar()
    {
        string[] lower = ["z", "m/q", "m/c", "m/b/y", "b"], upper = ["x", "m/z", "a"];
        using var opened = new OpenedStack(LayerStack.Of(
            [.. lower.Select(path => TestEntry.File(path)), TestEntry.File("hidden")], [.. upper.Select(path => TestEntry.File(path)), TestEntry.Whiteout("hidden")]));
        foreach (var names in (string[][])[lower, upper])
        {
            var numbers = names.Select(name => opened.Tree.GetAttributes(
                opened.At(["images", "image", "platforms", "linux-amd64", "rootfs", .. name.Split('/')])).Inode).ToArray();
            Assert.Equal(numbers.Order(), numbers);
            Assert.Equal(numbers.Length, numbers.Distinct().Count());
        }
    }

    public void Dispose() => _opened.Dispose();

    private string[] Names(params IEnumerable<string> path)
    {
        var listing = _opened.Tree.OpenDirectory(_opened.At(path), true);
        var names = new List<string>();
        for (long place = 0; listing.TryGet(place, out var item); place = item.Next)
        {
            names.Add(Encoding.UTF8.GetString(item.Name));
        }

        return [.. names];
    }

    private string Link(params IEnumerable<string> path) => Encoding.UTF8.GetString(_opened.Tree.ReadLink(_opened.At(path)));

    private string DigestOf(params IEnumerable<string> path)
    {
        var node = _opened.At(path);
        var bytes = new byte[_opened.Tree.GetAttributes(node).Size];
        Assert.Equal(bytes.Length, _opened.Tree.Read(node, 0, bytes));
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
