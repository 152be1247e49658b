using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Tests.Stores.DockerStore;

/// <summary>What the real Docker Engine does not leave behind. What it does is in OciFs.Conformance.Tests.</summary>
public sealed class DockerEngineStoreTests
{
    private const string Config = """{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}""";
    private static readonly DiffId SomeDiffId = new(DockerBuilder.DigestOf("tar"));

    [Fact]
    public void Tags_are_listed_and_digests_only_of_what_has_no_tag()
    {
        using var root = new DockerBuilder();
        var (tagged, digested) = (root.AddImage(Config), root.AddImage(Config + " "));
        var manifest = DockerBuilder.DigestOf("manifest");
        root.Name(("a", "a:1", tagged), ("a", $"a@{manifest}", tagged), ("b", $"b@{manifest}", digested));
        using var store = root.Open();
        Assert.Equal(["a:1", $"b@{manifest}"], Names(store), StringComparer.Ordinal);
        Assert.Equal([manifest], store.List().Images[0].ManifestDigests);
        using var selected = SourceOpener.Open($"docker-store:{root.Path}:{tagged.Hex[..12]}");
        Assert.Equal(["a:1"], Names(selected), StringComparer.Ordinal);
    }

    [Fact]
    public void Steps_of_a_build_are_not_listed_but_what_dangles_is()
    {
        using var root = new DockerBuilder();
        var step = root.AddImage(Config);
        var top = root.AddImage(Config + " ", parent: step);
        var dangling = root.AddImage(Config + "  ");
        using var store = root.Name(("a", "a:1", top)).Open();
        Assert.Equal(["a:1", dangling.ToString()], Names(store), StringComparer.Ordinal);
        Assert.Equal(step, store.List().Images[0].Parent);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(root.ConfigFile(step))!, ".tmp-1234"), "half a con");
        Assert.Equal(["a:1", dangling.ToString()], Names(store), StringComparer.Ordinal);
    }

    [Fact]
    public void Names_and_images_come_and_go()
    {
        using var root = new DockerBuilder();
        var image = root.AddImage(Config);
        using var store = root.Name(("a", "a:1", image)).Open();
        var listing = store.List();
        Assert.Same(listing, store.List());
        root.Name(("a", "a:1", image), ("a", "a:2", image));
        Assert.Equal(["a:1", "a:2"], Names(store), StringComparer.Ordinal);
        root.Name();
        Assert.Equal([image.ToString()], Names(store), StringComparer.Ordinal);
        File.Delete(root.ConfigFile(image));
        Assert.Empty(Names(store));
    }

    [Fact]
    public void Names_that_are_cut_are_told()
    {
        using var root = new DockerBuilder();
        var image = root.AddImage(Config);
        using var store = root.Name(("a", "a:1", image)).Open();
        root.WriteNames("{\"Repositories\":{\"a\":{");
        Assert.Equal(["a:1"], Names(store), StringComparer.Ordinal);
        Assert.StartsWith(root.RepositoriesFile, Assert.Single(store.List().Problems), StringComparison.Ordinal);
        Assert.Equal(OciFsError.Invalid, Assert.Throws<OciFsException>(root.Open).Error);
        root.Name(("a", "a:2", image));
        Assert.Equal(["a:2"], Names(store), StringComparer.Ordinal);
        Assert.Empty(store.List().Problems);
    }

    [Fact]
    public void A_config_that_is_not_its_digest_is_told_and_its_neighbour_is_read()
    {
        using var root = new DockerBuilder();
        var (bad, good) = (root.AddImage(Config), root.AddImage(Config + " "));
        File.WriteAllText(root.ConfigFile(bad), Config.Replace("amd64", "arm64", StringComparison.Ordinal));
        using var store = root.Name(("bad", "bad:1", bad), ("good", "good:1", good)).Open();
        var resolver = new ImageResolver(store, PlatformName.Host);
        var resolved = store.List().Images.ToDictionary(image => image.Name, resolver.Resolve, StringComparer.Ordinal);
        Assert.Contains("have the digest", Assert.Single(resolved["bad:1"].Problems), StringComparison.Ordinal);
        Assert.Empty(resolved["good:1"].Problems);
        Assert.True(resolved["good:1"].IsManifestMade);
    }

    [Theory]
    [InlineData("../../secret")]
    [InlineData("..")]
    [InlineData("/etc")]
    [InlineData("")]
    public void A_layer_whose_folder_would_lie_elsewhere_is_none(string cacheId)
    {
        using var root = new DockerBuilder();
        Directory.CreateDirectory(Path.Combine(root.Path, "secret", "diff"));
        var chain = root.AddLayer(SomeDiffId, cacheId);
        using var store = root.Open();
        var claim = new LayerClaim(SomeDiffId.Digest, 0, SomeDiffId, chain);
        Assert.Equal(LayerForm.Missing, store.FormOf(claim));
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => store.OpenLayer(claim)).Error);
    }

    [Fact]
    public void A_layer_is_found_by_its_chain_or_else_by_its_tar()
    {
        using var root = new DockerBuilder();
        using var store = root.Open();
        var below = root.AddLayer(new DiffId(DockerBuilder.DigestOf("base")), "below");
        root.AddFiles("below");
        var chain = root.AddLayer(SomeDiffId, "above", parent: below);
        root.AddFiles("above");
        Assert.Equal(LayerForm.Folder, store.FormOf(new LayerClaim(SomeDiffId.Digest, 0, SomeDiffId, chain)));
        Assert.Equal(LayerForm.Folder, store.FormOf(new LayerClaim(SomeDiffId.Digest, 0, SomeDiffId, null)));
        Assert.Equal(LayerForm.Folder, store.FormOf(new LayerClaim(SomeDiffId.Digest, 0, SomeDiffId, new ChainId(DockerBuilder.DigestOf("other")))));
        Assert.Equal(LayerForm.Missing, store.FormOf(new LayerClaim(below.Digest, 0, new DiffId(DockerBuilder.DigestOf("none")), null)));
    }

    /// <summary>.NET's own way to open a file locks it (flock), and fails where it is locked.</summary>
    [Fact]
    public void No_file_is_locked_nor_needs_to_be_free()
    {
        using var root = new DockerBuilder();
        var image = root.AddImage(Config, parent: DockerBuilder.DigestOf("below"));
        root.Name(("a", "a:1", image));
        var chain = root.AddLayer(SomeDiffId, "x");
        root.AddFiles("x");
        var locked = Directory.GetFiles(Path.Combine(root.Path, "image"), "*", SearchOption.AllDirectories)
            .Select(path => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)).ToList();
        using (var store = root.Open())
        {
            var claim = new LayerClaim(SomeDiffId.Digest, 0, SomeDiffId, chain);
            Assert.Equal(DockerBuilder.DigestOf("below"), Assert.Single(store.List().Images).Parent);
            Assert.Equal(LayerForm.Folder, store.FormOf(claim));
            store.OpenLayer(claim).Dispose();
            store.OpenBlob(image).Dispose();
        }

        locked.ForEach(file => file.Dispose());
    }

    [Fact]
    public void Layers_that_are_each_others_parents_end()
    {
        using var root = new DockerBuilder();
        var chain = root.AddLayer(SomeDiffId, "x");
        root.AddFiles("x");
        File.WriteAllText(Path.Combine(root.Path, "image", DockerBuilder.Driver, "layerdb", "sha256", chain.Digest.Hex, "parent"), chain.ToString());
        using var store = root.Open();
        using var layer = store.OpenLayer(new LayerClaim(SomeDiffId.Digest, 0, SomeDiffId, chain));
        Assert.Equal(LayerProof.None, layer.Proof);
    }

    private static IEnumerable<string> Names(IStore store) => store.List().Images.Select(image => image.Name);
}
