using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Resolution;

/// <summary>What a search for referrers costs at most, whatever a store has, and how it ends.</summary>
public sealed class ReferrerSearchTests : IDisposable
{
    private readonly LayoutBuilder _layout = new();

    public void Dispose() => _layout.Dispose();

    [Fact]
    public void What_is_listed_again_and_again_is_read_once_a_search()
    {
        var junk = _layout.Blob("not JSON");
        var changed = _layout.Blob("changed");
        File.WriteAllText(_layout.BlobPath(changed), "CHANGED");
        var bad = _layout.Blob(IndexOf([.. Enumerable.Repeat(Entry(ManifestType, junk, 8), 300), .. Enumerable.Repeat(Entry(ManifestType, changed, 7), 300)]));
        var (image, good) = Good();
        _layout.Index([_layout.Entry(IndexType, bad, Named("bad")), .. good]);
        using var store = Open();
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        Assert.Single(Search(store, finder).Of(image));
        Assert.Equal(store.Blobs.Distinct().Count(), store.Opened);
        Assert.Equal(5, store.Opened);
    }

    [Fact]
    public void Another_search_reads_again_what_could_not_be_had_and_not_what_is_wrong()
    {
        var junk = _layout.Blob("not JSON");
        var absent = "sha256:" + new string('0', 64);
        string[] entries = [Entry(ManifestType, junk, 8), Entry(ManifestType, absent, 9)];
        _layout.Index(entries);
        StoreListing? later = null;
        using var store = new CountingStore(OciLayoutStore.Open(_layout.Path)) { Listing = listing => later ?? listing };
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        Search(store, finder);
        Assert.Equal(2, store.Opened);
        store.Blobs.Clear();
        later = store.List() with { Problems = ["changed"] };
        Search(store, finder);
        Assert.Equal([absent], store.Blobs.Select(digest => digest.ToString()), StringComparer.Ordinal);
    }

    [Fact]
    public void A_blob_of_another_size_is_not_opened()
    {
        var blob = _layout.Blob("0123456789");
        _layout.Index(_layout.Entry(IndexType, _layout.Blob(IndexOf([.. Enumerable.Range(11, 100).Select(size => Entry(ManifestType, blob, size))]))));
        using var store = Open();
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        Search(store, finder);
        Assert.DoesNotContain(Digest.Parse(blob), store.Blobs);
    }

    [Fact]
    public void An_image_of_too_many_bytes_leaves_its_neighbours_theirs()
    {
        var (image, good) = Good();
        string[] junk = [.. Enumerable.Range(0, 50).Select(i => _layout.Entry(ManifestType, _layout.Blob($"{i:d9}{new string(' ', 991)}")))];
        var inner = _layout.Entry(IndexType, _layout.Blob(IndexOf(_layout.Entry(ManifestType, Loose()))));
        var bad = _layout.Blob(IndexOf([.. junk, inner, .. good]));
        _layout.Index([_layout.Entry(IndexType, bad, Named("bad")), .. good, inner]);
        using var store = Open();
        var bytes = new FileInfo(_layout.BlobPath(bad)).Length + 10_000;
        var found = Scan(store, new ReferrerLimits { BytesPerImage = bytes });
        Assert.Single(found.Of(image));
        Assert.Single(found.Of(Digest.Parse(DigestOf(inner))));
        Assert.Equal($"referrers: bad has more than {bytes} bytes of documents; those behind were not searched", Assert.Single(found.Problems));
        Assert.InRange(store.Opened, 10, 20);
    }

    [Fact]
    public void An_image_of_too_many_descriptors_leaves_its_neighbours_theirs()
    {
        var (image, good) = Good();
        var bad = _layout.Blob(IndexOf([.. Enumerable.Repeat(good[1], 11)]));
        _layout.Index([_layout.Entry(IndexType, bad, Named("bad")), .. good]);
        using var store = Open();
        Assert.Empty(Scan(store, new ReferrerLimits { DescriptorsPerImage = 11 }).Problems);
        var found = Scan(store, new ReferrerLimits { DescriptorsPerImage = 10 });
        Assert.Single(found.Of(image));
        Assert.Equal("referrers: bad has more than 10 descriptors; those behind were not searched", Assert.Single(found.Problems));
    }

    [Fact]
    public void The_whole_search_has_its_limits_too()
    {
        _layout.Index(Enumerable.Range(0, 8).Select(i => _layout.Entry(IndexType, _layout.Blob(IndexOf([.. Enumerable.Repeat(Entry(ManifestType, $"sha256:{i:d64}", 1), 10)])))));
        using var store = Open();
        var size = store.List().Images[0].Target.Size;
        Assert.Empty(Scan(store, new ReferrerLimits { Descriptors = 80, Bytes = (8 * size) + 8 }).Problems);
        Assert.Contains("the store has more than 79 descriptors", Assert.Single(Scan(store, new ReferrerLimits { Descriptors = 79 }).Problems), StringComparison.Ordinal);
        Assert.Contains($"the store has more than {size} bytes", Assert.Single(Scan(store, new ReferrerLimits { Bytes = size }).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_always_changes_keeps_nobody_waiting()
    {
        var (image, good) = Good();
        _layout.Index(good);
        var number = 0;
        using var store = new CountingStore(OciLayoutStore.Open(_layout.Path)) { Listing = listing => listing with { Problems = [$"{Interlocked.Increment(ref number)}"] } };
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        Assert.Single(Search(store, finder).Of(image));
    }

    [Fact]
    public void Nothing_more_is_read_after_the_end()
    {
        using var held = new ManualResetEventSlim();
        using var reached = new ManualResetEventSlim();
        var index = _layout.Blob(IndexOf([.. Enumerable.Range(0, 50).Select(i => _layout.Entry(ManifestType, _layout.Blob($"{i}")))]));
        _layout.Index(_layout.Entry(IndexType, index));
        using var store = new CountingStore(OciLayoutStore.Open(_layout.Path))
        {
            Opening = digest =>
            {
                if (digest.ToString() != index)
                {
                    reached.Set();
                    held.Wait(TestContext.Current.CancellationToken);
                }
            },
        };
        var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        var search = Assert.Throws<NotReadyException>(() => finder.Of(store.List())).Ready;
        reached.Wait(TestContext.Current.CancellationToken);
        var end = Task.Run(finder.Dispose, TestContext.Current.CancellationToken);
        while (Record.Exception(() => finder.Of(store.List())) is NotReadyException)
            Thread.Sleep(1);
        held.Set();
        ((IAsyncResult)end).AsyncWaitHandle.WaitOne();
        Assert.True(search.IsCompleted);
        Assert.Equal(2, store.Opened);
    }

    [Fact]
    public void A_document_that_throws_anything_spoils_nothing_else()
    {
        var (image, good) = Good();
        var odd = _layout.Blob("odd");
        _layout.Index([_layout.Entry(ManifestType, odd), .. good]);
        using var store = new CountingStore(OciLayoutStore.Open(_layout.Path))
        {
            Opening = digest => _ = digest.ToString() == odd ? throw new InvalidOperationException("odd") : digest,
        };
        using var finder = new ReferrerFinder(new DocumentReader(store), Assert.Fail);
        Assert.Single(Search(store, finder).Of(image));
    }

    [Fact]
    public void A_search_that_failed_is_made_again()
    {
        var (image, good) = Good();
        _layout.Index(good);
        using var store = Open();
        var told = 0;
        using var finder = new ReferrerFinder(new DocumentReader(store), problem =>
        {
            if (told++ == 0)
                throw new InvalidOperationException(problem);
        })
        {
            Limits = new ReferrerLimits { Documents = 2, BytesPerImage = 10_000, DescriptorsPerImage = 10, Descriptors = 10, Bytes = 10_000 },
        };
        _layout.Index([.. good, _layout.Entry(ManifestType, _layout.Blob("beyond"))]);
        ReferrersTests.Until(store.List, listing => listing.Images.Length + listing.Others.Length > 2);
        Assert.Contains("cannot be searched: referrers: the store has more than 2 documents", Assert.Throws<OciFsException>(() => Search(store, finder)).Message, StringComparison.Ordinal);
        Assert.Single(Search(store, finder).Of(image));
    }

    private (Digest Image, string[] Entries) Good()
    {
        var image = _layout.Image();
        var artifact = _layout.Blob($$"""{"artifactType":"good","config":{{_layout.Entry("x", _layout.Blob("{}"))}},"layers":[],"subject":{{_layout.Entry(ManifestType, image)}}}""");
        return (Digest.Parse(image), [_layout.Entry(ManifestType, image, Named("good")), _layout.Entry(ManifestType, artifact)]);
    }

    private string Loose() => _layout.Blob($$"""{"artifactType":"loose","config":{{_layout.Entry("x", _layout.Blob("{}"))}},"layers":[]}""");

    private static string DigestOf(string entry) => (string)System.Text.Json.Nodes.JsonNode.Parse(entry)!["digest"]!;

    private CountingStore Open() => new(OciLayoutStore.Open(_layout.Path));

    private static ReferrerIndex Scan(CountingStore store, ReferrerLimits limits) =>
        new ReferrerScan(new DocumentReader(store), new Dictionary<Digest, ReferrerFacts>(), limits, default).Run([.. store.List().Images, .. store.List().Others]);

    private static ReferrerIndex Search(CountingStore store, ReferrerFinder finder)
    {
        for (var asked = 0; asked < 10; asked++)
        {
            try
            {
                return finder.Of(store.List());
            }
            catch (NotReadyException unread)
            {
                Patience.Wait(unread);
            }
        }

        throw new InvalidOperationException("still waiting");
    }
}
