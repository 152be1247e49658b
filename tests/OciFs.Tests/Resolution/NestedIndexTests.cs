using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Resolution;

public sealed class NestedIndexTests : IDisposable
{
    private readonly LayoutBuilder _layout = new();

    public void Dispose() => _layout.Dispose();

    [Theory]
    [InlineData(16, 1, 0)]
    [InlineData(17, 0, 1)]
    [InlineData(200, 0, 1)]
    public void Depth_is_bounded(int depth, int platforms, int problems)
    {
        var entry = _layout.Entry(ManifestType, _layout.Image());
        for (var i = 0; i < depth; i++)
        {
            entry = Index(entry);
        }

        var image = Resolve(entry);
        Assert.Equal((platforms, problems), (image.Platforms.Length, image.Problems.Length));
        Assert.Contains(problems == 0 ? string.Empty : "an index 17 levels deep (at most 16)", string.Join('\n', image.Problems));
    }

    [Fact]
    public void An_index_that_refers_to_itself_ends()
    {
        // No bytes can hold their own digest: what claims to is a blob of another digest.
        var digest = "sha256:" + new string('a', 64);
        var text = IndexOf(Entry(IndexType, digest, 0));
        text = IndexOf(Entry(IndexType, digest, text.Length + 2));
        File.WriteAllText(_layout.BlobPath(digest), text);
        var image = Resolve(_layout.Entry(IndexType, digest));
        Assert.Contains("the blob's bytes have the digest", Assert.Single(image.Problems));
        Assert.Equal(ImageKind.Unknown, image.Kind);
        Assert.Contains("the blob's bytes have the digest", Assert.Single(Resolve(Index(_layout.Entry(IndexType, digest))).Problems));
    }

    [Fact]
    public void What_repeats_is_there_once()
    {
        var manifest = _layout.Entry(ManifestType, _layout.Image());
        var inner = Index(manifest, manifest);
        var image = Resolve(Index(inner, inner, manifest));
        Assert.Equal("linux-amd64", Assert.Single(image.Platforms).FolderName);
        Assert.Empty(image.Problems);
    }

    [Fact]
    public void Indexes_that_multiply_end()
    {
        // Each level lists the one below 1,000 times: 10^9 manifests, were each followed.
        var entry = _layout.Entry(ManifestType, _layout.Image());
        for (var i = 0; i < 3; i++)
        {
            entry = Index([.. Enumerable.Repeat(entry, 1000)]);
        }

        var image = Resolve(entry);
        Assert.Single(image.Platforms);
        Assert.Empty(image.Problems);
    }

    [Fact]
    public void Entries_in_all_are_bounded()
    {
        var entry = Entry(ManifestType, "sha256:" + new string('0', 64), 1, "\"artifactType\":\"a/b\"");
        Assert.Empty(Resolve(Index([.. Enumerable.Repeat(entry, 100_000)])).Problems);
        var image = Resolve(Index(Index([.. Enumerable.Repeat(entry, 60_000)]), Index([.. Enumerable.Repeat(entry, 60_001)])));
        Assert.Contains("more than 100000 entries", Assert.Single(image.Problems));
        Assert.Equal(100_000 - 2, image.Referrers.Length);
    }

    [Fact]
    public void One_manifest_for_two_platforms_is_two_folders()
    {
        var digest = _layout.Image();
        var image = Resolve(Index(
            _layout.Entry(ManifestType, digest, """
                "platform":{"os":"linux","architecture":"arm64"}
                """),
            _layout.Entry(ManifestType, digest, """
                "platform":{"os":"linux","architecture":"amd64"}
                """)));
        Assert.Equal(["linux-arm64", "linux-amd64"], image.Platforms.Select(platform => platform.FolderName), StringComparer.Ordinal);
        Assert.Equal("linux-amd64", image.Default?.FolderName);
    }

    [Fact]
    public void An_unsound_nested_index_is_told_and_spoils_nothing()
    {
        var broken = _layout.Blob("""{"manifests":7}""");
        var missing = Entry(IndexType, "sha256:" + new string('0', 64), 1);
        var image = Resolve(Index(_layout.Entry(IndexType, broken), missing, "null", _layout.Entry(ManifestType, _layout.Image())));
        Assert.Equal("linux-amd64", Assert.Single(image.Platforms).FolderName);
        Assert.Equal(3, image.Problems.Length);
    }

    private string Index(params string[] entries) => _layout.Entry(IndexType, _layout.Blob(IndexOf(entries)));

    private ResolvedImage Resolve(string entry)
    {
        _layout.Index(entry);
        using var store = OciLayoutStore.Open(_layout.Path);
        return new ImageResolver(store, PlatformName.Parse("linux/amd64")).Resolve(Assert.Single(store.List().Images));
    }
}
