using System.Text;
using System.Text.Json.Nodes;
using OciFs.Descriptors;
using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;
using OciFs.Stores.DockerStore;
using OciFs.Tests.Stores.Tools;
using OciFs.Tests.Stores.Unpacked;

namespace OciFs.Tests.Stores.DockerStore;

/// <summary>A made manifest has the lengths of the tars: they are measured once, and nothing else is kept for them.</summary>
public sealed class TarSizesTests : IDisposable
{
    private const int Length = 5 << 10, OtherLength = 7 << 10;

    private static readonly DiffId DiffId = new(DockerBuilder.DigestOf("tar"));

    private readonly DockerBuilder _root = new();
    private readonly TempFolder _cache = new();
    private readonly ChainId _chain;
    private readonly Digest _image;

    public TarSizesTests()
    {
        _chain = _root.AddLayer(DiffId, "x");
        _root.AddFiles("x");
        _image = _root.AddImage($$$"""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["{{{DiffId}}}"]}}""");
        SplitTar.Write(new byte[Length], Data);
    }

    private string Data => Path.Combine(_root.Path, "image", DockerBuilder.Driver, "layerdb", "sha256", _chain.Digest.Hex, "tar-split.json.gz");

    private CacheFolder Cache => new(_cache.Path);

    public void Dispose()
    {
        _root.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void A_size_is_kept_and_nothing_else()
    {
        Assert.Equal(Length, SizeByANewStore());
        var kept = Assert.Single(Cache.List());
        Assert.Equal($"{_chain.Digest.Hex}.sha256.tarsize-1", kept.Name);
        Assert.InRange(kept.Size, 8, 200);

        // What stands there is taken, so that it was not measured again.
        var bytes = Cache.TryReadSmall(kept.Name)!;
        Assert.Null(Cache.TryWrite(kept.Name, file => file.Write([.. BitConverter.GetBytes(OtherLength + 1L), .. bytes[8..]])));
        Assert.Equal(OtherLength + 1, SizeByANewStore());
    }

    [Fact]
    public void Other_data_are_measured_again()
    {
        using var store = Open();
        Assert.Equal(Length, SizeBy(store));
        SplitTar.Write(new byte[OtherLength], Data + ".new");
        File.Move(Data + ".new", Data, overwrite: true);
        Assert.Equal(OtherLength, SizeBy(store));
        Assert.Equal(OtherLength, SizeByANewStore());
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678")]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    public void A_size_that_is_not_whole_is_measured_again(string kept)
    {
        Assert.Equal(Length, SizeByANewStore());
        File.WriteAllText(Path.Combine(Cache.Path, Cache.List()[0].Name), kept, Encoding.Latin1);
        Assert.Equal(Length, SizeByANewStore());
    }

    [Fact]
    public void Of_data_that_are_not_sound_there_is_none()
    {
        File.WriteAllText(Data, "{\"type\":9}");
        Assert.Equal(0, SizeByANewStore());
        Assert.Empty(Cache.List());
        File.WriteAllText(Data, "{\"type\":1,\"size\":9223372036854775807,\"name\":\"a\"}\n{\"type\":1,\"size\":9223372036854775807,\"name\":\"b\"}\n");
        Assert.Equal(0, SizeByANewStore());
    }

    private IStore Open() => DockerEngineStore.Open(_root.Path, new StoreOptions { Cache = Cache });

    private long SizeByANewStore()
    {
        using var store = Open();
        return SizeBy(store);
    }

    private long SizeBy(IStore store)
    {
        Assert.True(store.TryGetBlobSize(_image, out var length));
        var manifest = store.MakeManifest(new Descriptor(MediaTypes.DockerConfig, _image, length))!.Value;
        return (long)JsonNode.Parse(manifest.Span)!["layers"]![0]!["size"]!;
    }
}
