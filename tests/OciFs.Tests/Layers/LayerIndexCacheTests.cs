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
        for (var length = 0; length < whole.Length; length++)
            CheckIsRefused([whole[..length], [.. whole[..length], .. new byte[whole.Length - length]]]);
        CheckIsRefused([[.. whole, 0], [.. whole, .. whole]]);
        CheckIsMadeAgain();
    }

    [Fact]
    public void AChangedByteIsFound()
    {
        Index();
        var whole = File.ReadAllBytes(_indexFile);
        for (var at = 0; at < whole.Length; at++)
        {
            byte[] flipped = [.. whole], other = [.. whole];
            flipped[at] ^= 0x20;
            other[at] = (byte)~other[at];
            CheckIsRefused([flipped, other]);
        }

        CheckIsMadeAgain();
    }

    [Fact]
    public void TheIndexOfAnotherLayerIsFound()
    {
        Index();
        var other = Digest.Parse("sha256:" + new string('1', 64));
        var name = Path.Combine(Path.GetDirectoryName(_indexFile)!, $"{other.Hex}.sha256.{LayerIndexHeader.Version}");
        File.Copy(_indexFile, name);
        Assert.Null(Cache().TryOpen(other));
        Assert.Null(Cache().TarSizeOf(other));
        Assert.NotNull(Cache().TarSizeOf(_digest));
        var next = Path.Combine(Path.GetDirectoryName(_indexFile)!, $"{_digest.Hex}.sha256.{LayerIndexHeader.Version + 1}");
        File.Move(_indexFile, next);
        File.Copy(next, _indexFile);
        Cache().TryOpen(_digest)!.Dispose();
        Assert.Null(new CacheFolder(_temporary["cache"]).TryRead(Path.GetFileName(next)));
    }

    /// <summary>What says that a copy is proven, or what digest a tar has, says it of that copy and that tar.</summary>
    [Fact]
    public void SmallFilesSayWhatTheyWereMadeFor()
    {
        var (copy, layer, other) = (Digest.Parse("sha256:" + new string('2', 64)), _digest, Digest.Parse("sha256:" + new string('3', 64)));
        Cache().KeepProven(copy, layer);
        Cache().KeepDiffId(layer, new DiffId(other));
        Assert.True(Cache().IsProven(copy, layer));
        Assert.False(Cache().IsProven(copy, other));
        Assert.Equal(new DiffId(other), Cache().TryGetDiffId(layer, DigestAlgorithm.Sha256));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_indexFile)!))
        {
            var whole = File.ReadAllBytes(file);
            File.Copy(file, file.Replace(Path.GetFileName(file)[..64], other.Hex, StringComparison.Ordinal));
            for (var at = 0; at < whole.Length; at++)
            {
                byte[] changed = [.. whole];
                changed[at] ^= 1;
                File.WriteAllBytes(file, changed);
                Assert.False(Cache().IsProven(copy, layer) && Cache().TryGetDiffId(layer, DigestAlgorithm.Sha256) is not null);
            }

            File.WriteAllBytes(file, whole);
        }

        Assert.False(Cache().IsProven(other, layer));
        Assert.Null(Cache().TryGetDiffId(other, DigestAlgorithm.Sha256));
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(_indexFile)!, $"{other.Hex}.sha256.proven"), []);
        Assert.False(Cache().IsProven(other, layer));
    }

    [Fact]
    public void AFolderThatIsAFileIsAWarning()
    {
        File.WriteAllText(_temporary["cache"], "");
        List<string> warnings = [];
        Assert.Null(Index(warnings.Add).Failure);
        Assert.Contains(_temporary["cache"], Assert.Single(warnings), StringComparison.Ordinal);
    }

    private void CheckIsRefused(IEnumerable<byte[]> contents)
    {
        foreach (var content in contents)
        {
            File.WriteAllBytes(_indexFile, content);
            using var opened = Cache().TryOpen(_digest);
            Assert.Null(opened);
        }
    }

    private void CheckIsMadeAgain()
    {
        Assert.Equal((false, null), (Index().WasThere, Index().Failure));
        Assert.True(Index().WasThere);
    }

    private LayerIndexCache Cache() => new(new CacheFolder(_temporary["cache"]), Assert.Fail);

    private IndexedLayer Index(Action<string>? warn = null)
    {
        var cache = warn is null ? Cache() : new LayerIndexCache(new CacheFolder(_temporary["cache"]), warn);
        List<IndexedLayer> told = [];
        var diffId = new DiffId(Digest.Compute(DigestAlgorithm.Sha256, Layer.Tar));
        AheadIndexer.Run(_store, cache, [new LayerClaim(_digest, Layer.Bytes.Length, diffId, null)], new WorkMeter(), told.Add);
        return Assert.Single(told);
    }
}
