using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Resolution;

/// <summary>What is about what: the search through all that a store's names reach.</summary>
public sealed class ReferrersTests : IDisposable
{
    private readonly LayoutBuilder _layout = new();

    public void Dispose() => _layout.Dispose();

    [Theory]
    [InlineData("artifacts", 5)]
    [InlineData("platforms", 5)]
    [InlineData("refs", 0)]
    [InlineData("sha512", 0)]
    public void A_layout_has_what_looking_at_every_blob_finds(string name, int least)
    {
        var expected = NaiveReferrers.Of(Fixtures.Layout(name));
        Assert.True(expected.Length >= least);
        Assert.Equal(expected, Lines(Fixtures.Layout(name)), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_way_to_say_it_is_found_once_with_all_ways()
    {
        var image = _layout.Image();
        var both = Artifact("both", image);
        var list = _layout.Blob(IndexOf(_layout.Entry(ManifestType, both), _layout.Entry(ManifestType, Artifact("listed"))));
        var attestation = Artifact("attestation");
        var index = _layout.Blob(IndexOf(
            _layout.Entry(ManifestType, image, """
                "platform":{"os":"linux","architecture":"amd64"}
                """),
            _layout.Entry(ManifestType, attestation, $$"""
                "annotations":{"vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"{{image}}"}
                """)));
        var about = _layout.Blob($$"""{"manifests":[],"artifactType":"index","subject":{{_layout.Entry(ManifestType, image)}}}""");
        _layout.Index(
            _layout.Entry(IndexType, index, Named("reg.example/app:1")),
            _layout.Entry(ManifestType, both),
            _layout.Entry(IndexType, list, Named("reg.example/app:" + image.Replace(':', '-'))),
            _layout.Entry(IndexType, about),
            _layout.Entry(ManifestType, Artifact("sig"), Named($"reg.example/app:{image.Replace(':', '-')}.sig")),
            _layout.Entry(ManifestType, Artifact("att"), Named($"reg.example/app:{image.Replace(':', '-')}.att")),
            _layout.Entry(ManifestType, Artifact("sbom"), Named($"{image.Replace(':', '-')}.sbom")),
            _layout.Entry(ManifestType, Artifact("other"), Named($"reg.example/app:{image.Replace(':', '-')}.txt")));

        var expected = NaiveReferrers.Of(_layout.Path).Where(line => !line.EndsWith(" CosignTag", StringComparison.Ordinal) || !line.Contains(Artifact("other"), StringComparison.Ordinal));
        Assert.Equal(expected, Lines(_layout.Path), StringComparer.Ordinal);
        var found = Search().Of(Digest.Parse(image));
        Assert.Equal(found.Length, found.DistinctBy(referrer => referrer.Descriptor.Digest).Count());
        Assert.Equal(
            ReferrerOrigins.Subject | ReferrerOrigins.ReferrersTag,
            found.Single(referrer => referrer.Descriptor.Digest.ToString() == both).Origins);
        Assert.Equal("both", found.Single(referrer => referrer.Descriptor.Digest.ToString() == both).Descriptor.ArtifactType);
    }

    [Fact]
    public void A_referrer_has_referrers_and_an_entry_of_no_subject_belongs_to_its_index()
    {
        var image = _layout.Image();
        var sbom = Artifact("sbom", image);
        var signature = Artifact("signature", sbom);
        var index = _layout.Blob(IndexOf(
            _layout.Entry(ManifestType, image),
            _layout.Entry(ManifestType, Artifact("loose")),
            _layout.Entry(ManifestType, signature)));
        _layout.Index(_layout.Entry(IndexType, index), _layout.Entry(ManifestType, sbom));

        var found = Search();
        Assert.Equal([sbom], Digests(found, image));
        Assert.Equal([signature], Digests(found, sbom));
        Assert.Empty(found.Of(Digest.Parse(signature)));
        Assert.Equal([Artifact("loose")], Digests(found, index));
        Assert.Equal(ReferrerOrigins.IndexEntry, Assert.Single(found.Of(Digest.Parse(index))).Origins);
    }

    [Fact]
    public void The_tag_of_a_longer_digest_is_cut_and_cosigns_is_not()
    {
        var hex = string.Concat(Enumerable.Repeat("0123456789abcdef", 8));
        var list = _layout.Blob(IndexOf(_layout.Entry(ManifestType, Artifact("listed"))));
        _layout.Index(
            _layout.Entry(IndexType, list, Named($"sha512-{hex[..64]}")),
            _layout.Entry(ManifestType, Artifact("signature"), Named($"sha512-{hex}.sig")));
        Assert.Equal([Artifact("listed"), Artifact("signature")], Digests(Search(), $"sha512:{hex}"));
    }

    [Fact]
    public void Circles_of_tags_end_and_everything_has_one_place()
    {
        var (one, two) = (Artifact("one"), Artifact("two"));
        var both = IndexOf(_layout.Entry(ManifestType, one), _layout.Entry(ManifestType, two));
        _layout.Index(
            _layout.Entry(IndexType, _layout.Blob(both), Named(one.Replace(':', '-'))),
            _layout.Entry(IndexType, _layout.Blob(both + " "), Named(two.Replace(':', '-'))));
        var found = Search();
        Assert.Equal([two], Digests(found, one));
        Assert.Equal([one], Digests(found, two));
        var (subject, referrers) = Assert.Single(found.TreeOf(Digest.Parse(one)));
        Assert.Equal((one, two), (subject.ToString(), Assert.Single(referrers).Descriptor.Digest.ToString()));
    }

    [Fact]
    public void What_cannot_be_read_spoils_nothing_else()
    {
        var image = _layout.Image();
        var good = Artifact("good", image);
        var changed = Artifact("changed", image);
        var entry = _layout.Entry(ManifestType, changed);
        File.WriteAllText(_layout.BlobPath(changed), File.ReadAllText(_layout.BlobPath(changed)).Replace("changed", "CHANGED"));
        _layout.Index(
            entry,
            _layout.Entry(ManifestType, _layout.Blob("not JSON")),
            Entry(ManifestType, "sha256:" + new string('0', 64), 5),
            _layout.Entry(IndexType, _layout.Blob("""{"manifests":[7,{}]}"""), Named(image.Replace(':', '-'))),
            _layout.Entry(ManifestType, good));
        Assert.Equal([good], Digests(Search(), image));
    }

    [Fact]
    public void A_second_search_reads_only_what_is_new()
    {
        var image = _layout.Image();
        string[] names = [.. Enumerable.Range(0, 50).Select(i => _layout.Entry(ManifestType, Artifact($"a{i}", image)))];
        _layout.Index(names);
        using var store = new CountingStore(OciLayoutStore.Open(_layout.Path));
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        Assert.Equal(50, Search(store, finder).Of(Digest.Parse(image)).Length);
        Assert.Equal(50, store.Opened);
        Assert.Same(Search(store, finder), Search(store, finder));

        store.Blobs.Clear();
        var late = Artifact("late", image);
        _layout.Index([.. names, _layout.Entry(ManifestType, late)]);
        Assert.Equal(51, Until(() => Search(store, finder).Of(Digest.Parse(image)), found => found.Length > 50).Length);
        Assert.Equal([late], store.Blobs.Select(digest => digest.ToString()), StringComparer.Ordinal);
    }

    [Fact]
    public void A_search_that_is_not_over_is_something_to_wait_for()
    {
        _layout.Index(_layout.Entry(ManifestType, _layout.Image()));
        using var store = OciLayoutStore.Open(_layout.Path);
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        try
        {
            _ = finder.Of(store.List());
        }
        catch (NotReadyException unread)
        {
            ((IAsyncResult)unread.Ready).AsyncWaitHandle.WaitOne();
        }

        Assert.Empty(finder.Of(store.List()).Problems);
    }

    [Fact]
    public void Documents_beyond_the_limit_are_not_searched_and_that_is_told()
    {
        var image = _layout.Image();
        string[] artifacts = [.. Enumerable.Range(0, 5).Select(i => Artifact($"a{i}", image))];
        _layout.Index(artifacts.Select(digest => _layout.Entry(ManifestType, digest)));
        using var store = OciLayoutStore.Open(_layout.Path);
        var at = Scan(store, new ReferrerLimits { Documents = 5 });
        Assert.Equal(artifacts, Digests(at, image), StringComparer.Ordinal);
        Assert.Empty(at.Problems);
        var above = Scan(store, new ReferrerLimits { Documents = 4 });
        Assert.Equal(artifacts[..4], Digests(above, image), StringComparer.Ordinal);
        Assert.Contains("more than 4 documents", Assert.Single(above.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_image_that_is_selected_the_others_are_searched_too()
    {
        var image = _layout.Image();
        _layout.Index(_layout.Entry(ManifestType, image, Named("image")), _layout.Entry(ManifestType, Artifact("a", image)));
        using var store = SourceOpener.Open($"oci:{_layout.Path}:image");
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        Assert.Single(store.List().Images);
        Assert.Equal([Artifact("a", image)], Digests(Search(store, finder), image));
    }

    private static ReferrerIndex Scan(OciLayoutStore store, ReferrerLimits limits) =>
        new ReferrerScan(new DocumentReader(store), new Dictionary<Digest, ReferrerFacts>(), limits, default).Run(store.List().Images);

    private string Artifact(string type, string? subject = null) => _layout.Blob(
        $$"""{"schemaVersion":2,"artifactType":"{{type}}","config":{{_layout.Entry("application/vnd.oci.empty.v1+json", _layout.Blob("{}"))}},"layers":[]{{(subject is null ? "" : $",\"subject\":{_layout.Entry(ManifestType, subject)}")}}}""");

    private static string[] Digests(ReferrerIndex index, string subject) =>
        [.. index.Of(Digest.Parse(subject)).Select(referrer => referrer.Descriptor.Digest.ToString())];

    /// <summary>As <see cref="NaiveReferrers"/> has them, of all blobs of a layout as subjects.</summary>
    private static string[] Lines(string layout)
    {
        using var store = OciLayoutStore.Open(layout);
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        var index = Search(store, finder);
        return
        [
            .. store.ListBlobs().SelectMany(blob => index.Of(blob.Digest).SelectMany(referrer => Enum.GetValues<ReferrerOrigins>()
                .Where(origin => origin is not (ReferrerOrigins.None or ReferrerOrigins.IndexEntry) && referrer.Origins.HasFlag(origin))
                .Select(origin => $"{blob.Digest} {referrer.Descriptor.Digest} {origin}"))).Order(StringComparer.Ordinal),
        ];
    }

    private ReferrerIndex Search()
    {
        using var store = OciLayoutStore.Open(_layout.Path);
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        return Search(store, finder);
    }

    private static ReferrerIndex Search(IStore store, ReferrerFinder finder)
    {
        while (true)
        {
            try
            {
                return finder.Of(store.List());
            }
            catch (NotReadyException unread)
            {
                ((IAsyncResult)unread.Ready).AsyncWaitHandle.WaitOne();
            }
        }
    }

    // The store looks at a file that was just written again after some time.
    internal static T Until<T>(Func<T> ask, Func<T, bool> isEnough)
    {
        for (var value = ask(); ; value = ask())
        {
            if (isEnough(value))
                return value;
            Thread.Sleep(10);
        }
    }
}
