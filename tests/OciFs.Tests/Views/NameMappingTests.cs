using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tests.Finding;
using OciFs.Views;
using Tools = OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Views;

/// <summary>Names as folders of <c>images/</c>, both ways: those of the whole corpus, random ones and hostile ones.</summary>
public sealed class NameMappingTests : IDisposable
{
    private readonly Tools.TempFolder _folder = new();

    [Fact]
    public void Names_of_the_corpus() => AssertMapped([.. CorpusNames()], 40);

    [Fact]
    public void Random_names()
    {
        var random = new Random(11);
        string[] alphabets = ["abc", "aA0._-", "/~%", "%2F~/", "@:+", "\u0001\u007f\n\t \"\\", "üß漢\U0001F433", ".."];
        AssertMapped(Enumerable.Range(0, 3_000).Select(_ => Text(random, alphabets)).Where(name => name.Length > 0), 2_000);
    }

    // Long ones are told apart by their hash, and cannot be undone.
    [Fact]
    public void Long_names() => AssertMapped(
        new[] { 84, 85, 86, 180, 254, 255, 256, 1_000, 65_536 }.SelectMany(length => new[] { 'n', '/', '%', 'ü' }.Select(letter => new string(letter, length))), 30);

    [Fact]
    public void Ten_thousand_names_of_one_repository() => AssertMapped(Enumerable.Range(0, 10_000).Select(number => $"example.com/app:{number}"), 10_000);

    [Fact]
    public void Names_that_look_like_others() => AssertMapped(
        [
            new string('a', 64), $"sha256:{new string('a', 64)}", "abc", "sha256:abc", "@0", "@1", ".", "..", "...", ".hidden", "a~b", "a/b", "a%2Fb", "a%7Eb", "%", "%%", "%h",
            $"x%h{new string('0', 64)}", "images", "~", "/", "//", "a/", "/a", "a//b", "latest", "a:latest", "docker.io/library/a", "docker.io/library/a:latest", "library/a", "CON", "a b", " ", "\n",
        ],
        34);

    public void Dispose() => _folder.Dispose();

    private void AssertMapped(IEnumerable<string> all, int least)
    {
        string[] names = [.. all.Distinct(StringComparer.Ordinal)];
        Assert.True(names.Length >= least);
        Assert.Equal(names.Length, names.Select(PathSegment.Encode).Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.True(PathSegment.TryDecode(PathSegment.Encode(name), out var back) ? back == name : PathSegment.Encode(name).Contains("%h")));

        using var layout = new Tools.LayoutBuilder();
        var manifest = layout.Image();
        layout.Index(names.Select(name => layout.Entry(Tools.LayoutBuilder.ManifestType, manifest, $$"""
            "annotations":{"org.opencontainers.image.ref.name":{{JsonSerializer.Serialize(name)}}}
            """)));
        using var store = OciLayoutStore.Open(layout.Path);
        Assert.Equal(names, store.List().Images.Select(image => image.Name), StringComparer.Ordinal);
        using var tree = new ImageTree(store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(new CacheFolder(_folder["cache"]), Assert.Fail),
        });
        var images = tree.Lookup(NodeId.Root, "images"u8).Node;
        Assert.Equal(names.Select(PathSegment.Encode).Order(StringComparer.Ordinal), List(tree, images), StringComparer.Ordinal);
        Assert.All(store.List().Images, image =>
            Assert.Equal(tree.FolderOf(image), tree.Lookup(images, Encoding.UTF8.GetBytes(PathSegment.Encode(image.Name))).Node));
    }

    private static List<string> List(ImageTree tree, NodeId folder)
    {
        var names = new List<string>();
        var listing = tree.OpenDirectory(folder, true);
        for (long place = 0; listing.TryGet(place, out var item); place = item.Next)
        {
            names.Add(Encoding.ASCII.GetString(item.Name));
        }

        return names;
    }

    private static string Text(Random random, string[] alphabets)
    {
        var alphabet = alphabets[random.Next(alphabets.Length)].EnumerateRunes().Concat(alphabets[random.Next(alphabets.Length)].EnumerateRunes()).ToList();
        return string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => alphabet[random.Next(alphabet.Count)]));
    }

    private static IEnumerable<string> CorpusNames()
    {
        using var stores = new NamedStores();
        var told = NamedStores.Names.SelectMany(stores.Said)
            .SelectMany(image => new[] { image["Name"] }.Concat(Lists(image)).OfType<JsonValue>()).Select(text => (string)text!);
        var layouts = Directory.EnumerateFiles(Path.Combine(Tools.Fixtures.Root, "tests"), "index.json", SearchOption.AllDirectories)
            .SelectMany(path => JsonNode.Parse(File.ReadAllText(path))!["manifests"]?.AsArray() ?? [])
            .SelectMany(entry => entry?["annotations"]?.AsObject() ?? [])
            .Where(annotation => annotation.Key is "org.opencontainers.image.ref.name" or "io.containerd.image.name").Select(annotation => (string)annotation.Value!);
        return [.. told.Concat(layouts).Where(name => name.Length > 0)];
    }

    private static IEnumerable<JsonNode?> Lists(JsonObject image) => new[] { "Names", "RepoTags", "RepoDigests" }.SelectMany(key => image[key]?.AsArray() ?? []);
}
