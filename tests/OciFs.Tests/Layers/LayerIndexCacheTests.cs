using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Tests.Layers;

/// <summary>Whatever is in the cache folder, the index that comes of it is right.</summary>
public sealed class LayerIndexCacheTests : IDisposable
{
    private static readonly LayerBlob Layer = LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file", new string('x', 3_000_000))]), LayerCompression.Gzip);

    private readonly TempFolder _temporary = new();
    private readonly IStore _store;
    private readonly Digest _digest;
    private readonly string _indexFile;

    public LayerIndexCacheTests()
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(_temporary["layout"]).FullName);
        var image = layout.AddImage([Layer]);
        layout.Name("image", image.Manifest).Write();
        _store = SourceOpener.Open("oci:" + layout.Folder);
        _digest = Digest.Parse(image.Layers[0].Digest);
        _indexFile = Path.Combine(new CacheFolder(_temporary["cache"]).Path, $"{_digest.Hex}.sha256.{LayerIndexHeader.Version}");
    }

    public void Dispose()
    {
        _store.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void AnIndexIsMadeOnce()
    {
        Assert.False(Index().WasThere);
        Assert.True(Index().WasThere);
        Assert.Equal(_indexFile, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_indexFile)!))); // Nobody looks on at a layer that is closed at once.
        Assert.Equal(new FileInfo(_indexFile).Length, Index().IndexSize);
        Assert.Equal(Layer.Tar.Length, Index().TarSize);
    }

    /// <summary>A machine that loses power leaves any part of a file, or zeros for what it did not write.</summary>
    [Fact]
    public void ACutFileIsMadeAgain()
    {
        Index();
        var whole = File.ReadAllBytes(_indexFile);
        int[] lengths = [0, 1, 7, 8, 127, 128, 129, .. Enumerable.Range(1, 20).Select(part => whole.Length * part / 21), whole.Length - 1, whole.Length];
        foreach (var length in lengths)
        {
            File.WriteAllBytes(_indexFile, whole[..length]);
            CheckOpens(whole);
            File.WriteAllBytes(_indexFile, [.. whole[..length], .. new byte[whole.Length - length]]);
            CheckOpens(whole);
        }
    }

    [Fact]
    public void AFlippedBitIsFound()
    {
        Index();
        var whole = File.ReadAllBytes(_indexFile);
        for (var at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 500))
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= 0x20;
            File.WriteAllBytes(_indexFile, flipped);
            CheckOpens(whole);
        }
    }

    [Fact]
    public void AFolderThatIsAFileIsAWarning()
    {
        File.WriteAllText(_temporary["cache"], "");
        List<string> warnings = [];
        Assert.Null(Index(warnings.Add).Failure);
        Assert.Contains(_temporary["cache"], Assert.Single(warnings), StringComparison.Ordinal);
    }

    private void CheckOpens(byte[] whole)
    {
        Assert.Null(Index().Failure);
        Assert.Equal(whole, File.ReadAllBytes(_indexFile));
    }

    private IndexedLayer Index(Action<string>? warn = null)
    {
        var cache = new LayerIndexCache(new CacheFolder(_temporary["cache"]), warn ?? Assert.Fail);
        List<IndexedLayer> told = [];
        var diffId = new DiffId(Digest.Compute(DigestAlgorithm.Sha256, Layer.Tar));
        AheadIndexer.Run(_store, cache, [new LayerClaim(_digest, Layer.Bytes.Length, diffId, null)], new WorkMeter(), told.Add);
        return Assert.Single(told);
    }
}
