using System.Text;
using System.Text.Json.Nodes;
using OciFs.Layers;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Resolution;
using OciFs.Tests.Stores.Tools;
using OciFs.Views;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Views;

/// <summary><c>referrers/</c> and <c>files/</c> of the tree.</summary>
public sealed class ReferrerTreeTests : IDisposable
{
    private const string Image = "sha256:991c71bdadd373d070d79e02aea9f94ada23a2260362a251d5d77a5f922838e1";

    private readonly TempFolder _folder = new();
    private readonly LayoutBuilder _layout = new();
    private readonly List<IDisposable> _open = [];

    public void Dispose()
    {
        _open.ForEach(open => open.Dispose());
        _layout.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_image_has_a_folder_for_each_artifact_about_it()
    {
        var tree = Open(Fixtures.Layout("artifacts"));
        string[] expected = [.. NaiveReferrers.Of(Fixtures.Layout("artifacts")).Where(line => line.StartsWith(Image, StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).Distinct(StringComparer.Ordinal)];
        Assert.Equal(3, expected.Length);
        foreach (var path in new string[][] { ["images", "image"], ["images", "image", "platforms", "linux-amd64"] })
        {
            Assert.Contains("referrers", Names(tree, path), StringComparer.Ordinal);
            Assert.Equal(expected, Names(tree, [.. path, "referrers"]));
            foreach (var digest in expected)
            {
                var manifest = File.ReadAllText(Fixtures.Layout("artifacts/blobs/" + digest.Replace(':', '/')));
                string[] folder = [.. path, "referrers", digest];
                Assert.Equal(manifest, Text(tree, [.. folder, "manifest"]));
                Assert.Equal(digest + "\n", Text(tree, [.. folder, "digest"]));
                Assert.Equal((string)JsonNode.Parse(manifest)!["artifactType"]! + "\n", Text(tree, [.. folder, "type"]));
            }
        }
    }

    [Fact]
    public void What_is_empty_is_not_there()
    {
        var tree = Open(Fixtures.Layout("artifacts"));
        Assert.DoesNotContain("referrers", Names(tree, "images", "helm"), StringComparer.Ordinal);
        Assert.False(tree.Lookup(OpenedStack.At(tree, "images", "helm"), "referrers"u8).Exists);
        Assert.DoesNotContain("files", Names(tree, "images", "image"), StringComparer.Ordinal);
        Assert.DoesNotContain("files", Names(tree, "images", "sig"), StringComparer.Ordinal);
        Assert.DoesNotContain("rootfs", Names(tree, "images", "files"), StringComparer.Ordinal);
        Assert.DoesNotContain("platforms", Names(tree, "images", "files"), StringComparer.Ordinal);
    }

    [Fact]
    public void The_layers_of_an_artifact_are_files_under_their_titles()
    {
        var tree = Open(Fixtures.Layout("artifacts"));
        Assert.Equal(["a.bin", "dir"], Names(tree, "images", "files", "files"));
        Assert.Equal(["b.bin"], Names(tree, "images", "files", "files", "dir"));
        foreach (var image in new[] { "files", "helm", "artifact-manifest-rc" })
        {
            var manifest = JsonNode.Parse(Text(tree, "images", image, "manifest"))!;
            foreach (var layer in ((manifest["layers"] ?? manifest["blobs"]) as JsonArray)!)
            {
                var digest = (string)layer!["digest"]!;
                var name = (string?)layer["annotations"]?["org.opencontainers.image.title"] ?? digest;
                Assert.Equal(digest[7..], HashOf(tree, ["images", image, "files", .. name.Split('/')]));
            }
        }

        Assert.Equal(File.ReadAllText(Fixtures.Layout("artifacts/blobs/sha256/fe72d8555846bbfb731769dac7b3a516869a83242d6bb9d8740bbf184b6511a0")), Text(tree, "images", "helm", "config"));
    }

    [Fact]
    public void Attestations_are_with_the_platform_that_they_are_about()
    {
        var tree = Open(Fixtures.Layout("platforms"));
        Assert.DoesNotContain("referrers", Names(tree, "images", "multi-attest"), StringComparer.Ordinal);
        foreach (var platform in Names(tree, "images", "multi-attest", "platforms"))
        {
            string[] folder = ["images", "multi-attest", "platforms", platform];
            var about = Text(tree, [.. folder, "digest"]).TrimEnd();
            string[] expected = [.. NaiveReferrers.Of(Fixtures.Layout("platforms")).Where(line => line.StartsWith(about, StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).Distinct(StringComparer.Ordinal)];
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Names(tree, [.. folder, "referrers"]));
            Assert.Equal("https://slsa.dev/provenance/v0.2\n", Text(tree, [.. folder, "referrers", expected[0], "type"]));
            Assert.StartsWith("sha256:", Assert.Single(Names(tree, [.. folder, "referrers", expected[0], "files"])), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Referrers_come_and_go_with_the_store()
    {
        var image = _layout.Image();
        var name = _layout.Entry(ManifestType, image, Named("image"));
        _layout.Index(name);
        var tree = Open(_layout.Path);
        Assert.DoesNotContain("referrers", Names(tree, "images", "image"), StringComparer.Ordinal);
        Assert.Contains(OpenedStack.At(tree, "images", "image"), tree.Impatient.FoldersThatFollow());

        var sbom = Artifact("sbom", image);
        _layout.Index(name, _layout.Entry(ManifestType, sbom));
        Until(() => Names(tree, "images", "image").Contains("referrers"));
        Assert.Equal([sbom], Names(tree, "images", "image", "referrers"));
        Assert.Contains(OpenedStack.At(tree, "images", "image", "referrers"), tree.Impatient.FoldersThatFollow());

        var signature = Artifact("signature", sbom);
        _layout.Index(name, _layout.Entry(ManifestType, sbom), _layout.Entry(ManifestType, signature));
        Until(() => Names(tree, "images", "image", "referrers", sbom).Contains("referrers"));
        Assert.Equal("signature\n", Text(tree, "images", "image", "referrers", sbom, "referrers", signature, "type"));

        _layout.Index(name);
        Until(() => !Names(tree, "images", "image").Contains("referrers"));
        Assert.False(tree.Lookup(OpenedStack.At(tree, "images", "image"), "referrers"u8).Exists);
    }

    [Fact]
    public void What_is_wrong_with_an_artifact_is_told_in_its_own_folder()
    {
        var image = _layout.Image();
        var content = _layout.Blob("content");
        var sbom = _layout.Blob($$"""
            {"artifactType":"sbom","config":{{_layout.Entry("x", content)}},"layers":[{{Entry("x", content, 8, TitleOf("long"))}},{{Entry("x", "sha256:" + new string('0', 64), 1, TitleOf("gone"))}}],"subject":{{_layout.Entry(ManifestType, image)}}}
            """);
        _layout.Index(
            _layout.Entry(ManifestType, image, Named("image")),
            _layout.Entry(ManifestType, sbom, Named("sbom")),
            _layout.Entry(IndexType, _layout.Blob(IndexOf(Entry(ManifestType, $"sha256:{new string('1', 64)}", 5))), Named(image.Replace(':', '-'))));
        var tree = Open(_layout.Path);
        Assert.DoesNotContain("error", Names(tree, "images", "image"), StringComparer.Ordinal);
        string[] folder = ["images", "image", "referrers", sbom];
        foreach (var error in new[] { Text(tree, [.. folder, "error"]), Text(tree, "images", "sbom", "error") })
        {
            Assert.Equal(2, error.TrimEnd().Split('\n').Length);
            Assert.Contains("files/gone: sha256:0000", error, StringComparison.Ordinal);
            Assert.Contains("files/long: sha256:", error, StringComparison.Ordinal);
        }

        string[] absent = ["images", "image", "referrers", $"sha256:{new string('1', 64)}"];
        Assert.Equal(["digest", "error"], Names(tree, absent));
        Assert.Contains("does not have this blob", Text(tree, [.. absent, "error"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_other_bytes_is_an_error_and_told()
    {
        var content = _layout.Blob("content");
        _layout.Index(_layout.Entry(ManifestType, _layout.Blob($$"""
            {"artifactType":"x","config":{{_layout.Entry("x", content)}},"layers":[{{_layout.Entry("x", content, TitleOf("a"))}}]}
            """), Named("artifact")));
        File.WriteAllText(_layout.BlobPath(content), "CONTENT");
        var tree = Open(_layout.Path);
        var told = new List<NodeId>();
        tree.Impatient.FolderChanged += told.Add;
        Assert.Throws<OciFsException>(() => tree.Read(OpenedStack.At(tree, "images", "artifact", "files", "a"), 0, new byte[7]));
        Assert.Contains("files/a: sha256:", Text(tree, "images", "artifact", "error"), StringComparison.Ordinal);
        Assert.Contains(OpenedStack.At(tree, "images", "artifact"), told);
    }

    [Fact]
    public void A_chain_of_a_thousand_is_folders_in_folders_made_as_they_are_walked()
    {
        var image = _layout.Image();
        List<string> entries = [_layout.Entry(ManifestType, image, Named("image"))];
        var chain = new List<string> { image };
        for (var i = 0; i < 1000; i++)
        {
            chain.Add(Artifact($"link{i}", chain[^1]));
            entries.Add(_layout.Entry(ManifestType, chain[^1]));
        }

        _layout.Index(entries);
        var tree = Open(_layout.Path);
        var at = OpenedStack.At(tree, "images", "image");
        foreach (var digest in chain.Skip(1))
        {
            at = tree.Lookup(tree.Lookup(at, "referrers"u8).Node, Encoding.UTF8.GetBytes(digest)).Node;
        }

        Assert.False(tree.Lookup(at, "referrers"u8).Exists);
        Assert.Equal("link999\n", Read(tree, tree.Lookup(at, "type"u8).Node));
    }

    [Fact]
    public void A_referrer_is_looked_up_without_a_look_at_the_others()
    {
        const int count = 500;
        var image = _layout.Image();
        string[] artifacts = [.. Enumerable.Range(0, count).Select(i => Artifact($"a{i}", image))];
        _layout.Index([_layout.Entry(ManifestType, image, Named("image")), .. artifacts.Select(digest => _layout.Entry(ManifestType, digest))]);
        using var store = new CountingStore(OciLayoutStore.Open(_layout.Path)) { Traits = StoreTraits.SomePlatforms };
        using var tree = Open(store);
        var folder = OpenedStack.At(tree, "images", "image", "referrers");
        Assert.All(Names(tree, "images", "image", "referrers"), name => Assert.True(tree.Lookup(folder, Encoding.UTF8.GetBytes(name)).Exists));
        Assert.InRange(store.Sizes, count, 20 * count);
        _open.Clear();
    }

    [Fact]
    public void Ten_thousand_names_are_listed_without_reading_a_document()
    {
        var image = _layout.Image();
        _layout.Index(Enumerable.Range(0, 10_000).Select(i => _layout.Entry(ManifestType, image, Named($"image{i}"))));
        using var store = new CountingStore(OciLayoutStore.Open(_layout.Path));
        var tree = Open(store);
        Assert.Equal(10_000, Names(tree, "images").Length);
        Assert.True(tree.Lookup(OpenedStack.At(tree, "images"), "image7"u8).Exists);
        Assert.True(store.Opened < 5);
        tree.Dispose();
        _open.Clear();
    }

    [Fact]
    public void What_is_wrong_with_the_whole_store_is_told_once_and_in_no_image()
    {
        var image = _layout.Image();
        string[] artifacts = [.. Enumerable.Range(0, 5).Select(i => Artifact($"a{i}", image))];
        string[] names = [_layout.Entry(ManifestType, image, Named("image")), .. artifacts.Select(digest => _layout.Entry(ManifestType, digest, Named($"a{digest[^9..]}")))];
        _layout.Index(names);
        using var store = OciLayoutStore.Open(_layout.Path);
        var told = new List<string>();
        using var tree = new PatientTree(new ImageTree(store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(new CacheFolder(_folder["cache"]), Assert.Fail),
            Warn = told.Add,
            ReferrerLimits = new ReferrerLimits { Documents = 4 },
        }));
        var images = Names(tree, "images");
        Assert.Equal(6, images.Length);
        Assert.All(images, name => Assert.DoesNotContain("error", Names(tree, "images", name), StringComparer.Ordinal));
        Assert.Equal(artifacts[..3].Order(StringComparer.Ordinal), Names(tree, "images", "image", "referrers"), StringComparer.Ordinal);
        Assert.Equal("referrers: the store has more than 4 documents; those behind were not searched", Assert.Single(told));

        _layout.Index([names[5], .. names[..5], _layout.Entry(ManifestType, Artifact("late", image), Named("late"))]);
        ReferrersTests.Until(() => Names(tree, "images", "image", "referrers"), found => found.Contains(artifacts[4], StringComparer.Ordinal));
        Assert.Single(told);
    }

    private static string TitleOf(string title) => $$"""
        "annotations":{"org.opencontainers.image.title":"{{title}}"}
        """;

    private string Artifact(string type, string subject) => _layout.Blob(
        $$"""{"artifactType":"{{type}}","config":{{_layout.Entry("x", _layout.Blob("{}"))}},"layers":[],"subject":{{_layout.Entry(ManifestType, subject)}}}""");

    private PatientTree Open(string layout)
    {
        var store = OciLayoutStore.Open(layout);
        var tree = Open(store);
        _open.Add(store);
        return tree;
    }

    private PatientTree Open(IStore store)
    {
        var tree = new PatientTree(new ImageTree(store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(new CacheFolder(_folder["cache"]), Assert.Fail),
        }));
        _open.Add(tree);
        return tree;
    }

    private static string[] Names(PatientTree tree, params string[] path)
    {
        var names = new List<string>();
        var listing = tree.OpenDirectory(OpenedStack.At(tree, path), true);
        for (long place = 0; listing.TryGet(place, out var item); place = item.Next)
        {
            names.Add(Encoding.UTF8.GetString(item.Name));
        }

        return [.. names];
    }

    private static string Text(PatientTree tree, params string[] path) => Read(tree, OpenedStack.At(tree, path));

    private static string Read(PatientTree tree, NodeId file)
    {
        var bytes = new byte[tree.GetAttributes(file).Size];
        Assert.Equal(bytes.Length, tree.Read(file, 0, bytes));
        return Encoding.UTF8.GetString(bytes);
    }

    private static string HashOf(PatientTree tree, string[] path)
    {
        var file = OpenedStack.At(tree, path);
        var bytes = new byte[tree.GetAttributes(file).Size];
        Assert.Equal(bytes.Length, tree.Read(file, 0, bytes));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
    }

    // The store looks at a file that was just written again after some time.
    private static void Until(Func<bool> isSo)
    {
        while (!isSo())
            Thread.Sleep(10);
    }
}
