using System.Globalization;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Cases;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Stores.Containerd;

/// <summary>What a real containerd has taken in: the same names, the same bytes, the same trees.</summary>
public sealed class ContainerdTreeTests(ContainerdCorpus corpus) : IClassFixture<ContainerdCorpus>
{
    /// <summary>9 GiB of holes: read by nobody here.</summary>
    private const string Large = "sparse-9g";

    private static IEnumerable<string> Names => Corpora.Given.Names.Where(name => name != Large);

    [Theory]
    [InlineData("default")]
    [InlineData("k8s.io")]
    public void NamesTypesAndDigestsAreThoseThatCtrLists(string owner)
    {
        var expected = corpus.Host.Ctr("-n", owner, "images", "ls").Lines().Skip(1)
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3)));
        var actual = Command.Ocifs("images", "--json", "--namespace", owner, $"containerd:{corpus.Host.Root}").Json().AsArray()
            .Select(image => $"{image!.Text("name")} {image!.Text("mediaType")} {image!.Text("digest")}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void EveryNamespaceIsAFolder()
    {
        Assert.Equal(["blobs", "images", "namespaces", "repositories"], Listed(""), StringComparer.Ordinal);
        Assert.Equal(["default", "empty", "k8s.io"], Listed("namespaces"), StringComparer.Ordinal);
        Assert.Equal(["images", "repositories"], Listed("namespaces/k8s.io"), StringComparer.Ordinal);
        Assert.Equal(Listed("images"), Listed("namespaces/default/images"), StringComparer.Ordinal);
        Assert.Equal(
            Listed("images").Where(name => !name.EndsWith(":scratch", StringComparison.Ordinal)), Listed("namespaces/k8s.io/images"), StringComparer.Ordinal);
        Assert.Empty(Listed("namespaces/empty/images"));
        var link = corpus["namespaces/k8s.io/repositories/docker.io/corpus/case/plain"];
        Assert.Equal(corpus["namespaces/k8s.io/images/docker.io~corpus~case:plain"], Command.Run("realpath", link).Ok().Trim());
    }

    [Fact]
    public void AFolderHasOneParent()
    {
        var first = Command.Run("stat", "-c", "%i", corpus.InStore("plain")).Ok();
        var second = Command.Run("stat", "-c", "%i", corpus["namespaces/default/images/docker.io~corpus~case:plain"]).Ok();
        Assert.False(first == second, first);
        var parent = corpus["namespaces/default/images/docker.io~corpus~case:plain/.."];
        Assert.Equal(corpus["namespaces/default/images"], Command.Run("realpath", parent).Ok().Trim());
    }

    [Fact]
    public void ANamespaceThatIsNotThereIsAnErrorThatNamesThoseThatAre() =>
        Command.Ocifs("images", "--namespace", "no", $"containerd:{corpus.Host.Root}").FailsInOneLine(1, "no namespace no", "default, empty, k8s.io");

    [Fact]
    public void TreesAndDocumentsAreThoseOfTheLayout()
    {
        foreach (var name in Names)
        {
            foreach (var document in (string[])["manifest", "config", "digest"])
                Assert.Equal(Bytes(corpus.InLayout(name), document), Bytes(corpus.InStore(name), document));
            var expected = Rootfs(corpus.InLayout(name));
            Assert.True(expected == Rootfs(corpus.InStore(name)), $"{name}: not the tree of the layout");
            var inNamespace = corpus[$"namespaces/k8s.io/images/docker.io~corpus~case:{name}"];
            Assert.True(name == "scratch" || expected == Rootfs(inNamespace), $"{name}: not the tree of the layout in a namespace");
        }
    }

    [Fact]
    public void BlobsAreThoseOfTheContentStoreAndUnfinishedOnesAreNotShown()
    {
        var content = Path.Combine(corpus.Host.Root, "io.containerd.content.v1.content");
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(content, "blobs", "sha256")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Listed("blobs/sha256"),
            StringComparer.Ordinal);
    }

    [Fact]
    public void TimesAreThoseOfTheRecords()
    {
        corpus.Host.Ctr("images", "label", ContainerdCorpus.NameOf("plain"), "ocifs.test=yes");
        var image = Command.Ocifs("inspect", "--json", $"containerd:{corpus.Host.Root}:{ContainerdCorpus.NameOf("plain")}").Json();
        Assert.Equal("yes", image["record"]!["labels"]!.Text("ocifs.test"));
        var updated = DateTimeOffset.Parse(image["record"]!.Text("updatedAt"), CultureInfo.InvariantCulture);
        Assert.InRange(DateTimeOffset.UtcNow - updated, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static byte[]? Bytes(string image, string document) =>
        Path.Combine(image, document) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    private static string Rootfs(string image) =>
        Directory.Exists($"{image}/rootfs") && Command.Run("ls", $"{image}/rootfs/").ExitCode == 0 ? TreeTable.Of($"{image}/rootfs").ToString() : "none";

    private string[] Listed(string folder) => Command.Run("ls", corpus[folder]).Lines();
}
