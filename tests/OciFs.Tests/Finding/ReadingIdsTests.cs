using OciFs.Finding;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tests.Resolution;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Finding;

/// <summary>When documents are read to find an image, and by whom.</summary>
public sealed class ReadingIdsTests : IDisposable
{
    private const int Count = 40;

    private readonly LayoutBuilder _layout = new();
    private readonly List<string> _images;
    private readonly GatedStore _store;
    private readonly ImageFinder _finder;

    public ReadingIdsTests()
    {
        _images = [.. Enumerable.Range(0, Count).Select(number => _layout.Image(config: $$"""{"os":"linux","architecture":"amd64","n":{{number}}}"""))];
        Name(_images);
        _store = new GatedStore(OciLayoutStore.Open(_layout.Path));
        _finder = new ImageFinder(_store, PlatformName.Parse("linux/amd64"), null);
    }

    [Theory]
    [InlineData("n0:1", true)]
    [InlineData("docker.io/library/n0:1", true)]
    [InlineData("n1000:1", false)]
    [InlineData("no/such:1", false)]
    [InlineData("ff", false)]
    [InlineData("deadbeeg", false)]
    [InlineData(".git", false)]
    [InlineData("n0:1@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)]
    public void No_name_takes_a_look_into_documents(string reference, bool isThere)
    {
        Assert.Equal(isThere, _finder.Find(_store.List(), reference) is not null);
        Assert.Equal(0, _store.Opened);
    }

    [Fact]
    public void What_may_be_an_ID_waits_for_one_reading_of_all()
    {
        var id = IdOf(_images[7]);
        var first = Assert.Throws<NotReadyException>(() => _finder.Find(_store.List(), id[..12]));
        var second = Assert.Throws<NotReadyException>(() => _finder.Find(_store.List(), id));
        Assert.Same(first.Ready, second.Ready);
        Assert.False(first.Ready.IsCompleted);

        _store.Release();
        ((IAsyncResult)first.Ready).AsyncWaitHandle.WaitOne();

        Assert.Equal("n7:1", _finder.Find(_store.List(), id[..12])!.Name);
        Assert.Equal("n9:1", _finder.Find(_store.List(), IdOf(_images[9]))!.Name);
        Assert.Equal(Count, _store.Opened);
    }

    [Fact]
    public void Only_what_is_new_is_read_when_names_change()
    {
        _store.Release();
        Assert.Equal("n0:1", Found(IdOf(_images[0])));
        var added = _layout.Image(config: """{"os":"linux","architecture":"amd64","n":"added"}""");
        Name([added, .. _images[1..]]);

        Assert.Equal("n0:1", Found(IdOf(added)));
        Assert.Null(Found(IdOf(_images[0])));
        Assert.Equal(Count + 1, _store.Opened);
    }

    [Fact]
    public void A_document_that_throws_anything_keeps_no_other_from_being_found()
    {
        using var store = new CountingStore(OciLayoutStore.Open(_layout.Path))
        {
            Opening = digest => _ = digest.ToString() == _images[5] ? throw new InvalidOperationException("odd") : digest,
        };
        var finder = new ImageFinder(store, PlatformName.Parse("linux/amd64"), null);
        Assert.Equal("n7:1", Patience.Ask(() => finder.Find(store.List(), IdOf(_images[7])))?.Name);
        Assert.Null(Patience.Ask(() => finder.Find(store.List(), IdOf(_images[5]))));
    }

    [Fact]
    public void A_digest_that_the_store_knows_is_found_without()
    {
        Assert.Equal("n3:1", _finder.Find(_store.List(), _images[3])!.Name);
        Assert.Equal("n3:1", _finder.Find(_store.List(), _images[3]["sha256:".Length..])!.Name);
        Assert.Equal("n3:1", _finder.Find(_store.List(), $"n3@{_images[3]}")!.Name);
        Assert.Equal(0, _store.Opened);
    }

    public void Dispose()
    {
        _store.Release();
        _store.Dispose();
        _layout.Dispose();
    }

    private string? Found(string reference) => Patience.Ask(() => _finder.Find(_store.List(), reference))?.Name;

    private void Name(IEnumerable<string> images) =>
        _layout.Index(images.Select((image, number) => _layout.Entry(LayoutBuilder.ManifestType, image, LayoutBuilder.Named($"n{number}:1"))));

    private string IdOf(string manifest) =>
        (string)System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(_layout.BlobPath(manifest)))!["config"]!["digest"]! is var digest ? digest["sha256:".Length..] : string.Empty;
}
