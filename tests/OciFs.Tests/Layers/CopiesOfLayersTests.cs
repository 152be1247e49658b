using OciFs.Descriptors;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Stores;
using OciFs.Stores.Unpacked;
using OciFs.Tests.Stores.Unpacked;
using TempFolder = OciFs.Reference.TempFolder;

namespace OciFs.Tests.Layers;

/// <summary>A layer that two stores have unpacked: the index that was made of one's copy is used for the other's when that is whole too.</summary>
public sealed class CopiesOfLayersTests : IDisposable
{
    private static readonly byte[] Tar = LayerBuilder.Tar([TestEntry.File("file", "first"), TestEntry.File("other", new string('x', 200_000)), TestEntry.File("file", "second")], TarDialect.Ustar);

    private readonly TempFolder _folder = new();

    [Fact]
    public void ACopyThatIsNotWholeIsShownAsItIs()
    {
        using (var whole = new CopyStore(blob: Tar))
            Assert.Equal(("second", 0), Look(whole));

        var folder = _folder["diff"];
        SplitTar.Unpack(Tar, folder);
        SplitTar.Write(Tar, _folder["split"]);
        var layer = new UnpackedLayer(folder, UnpackedContent.Overlay) { TarSplit = _folder["split"], DiffId = new DiffId(Digest.Compute(DigestAlgorithm.Sha256, Tar)) };
        for (var i = 0; i < 2; i++)
        {
            using var lossy = new CopyStore(unpacked: layer);
            Assert.Equal(("second", 1), Look(lossy));
        }
    }

    [Fact]
    public void AWholeCopyIsProvenOnce()
    {
        var tar = LayerBuilder.Tar([TestEntry.File("file", "second")], TarDialect.Ustar);
        SplitTar.Unpack(tar, _folder["diff"]);
        SplitTar.Write(tar, _folder["split"]);
        var layer = new UnpackedLayer(_folder["diff"], UnpackedContent.Overlay) { TarSplit = _folder["split"], DiffId = new DiffId(Digest.Compute(DigestAlgorithm.Sha256, tar)) };
        foreach (var store in new[] { new CopyStore(blob: tar), new CopyStore(unpacked: layer), new CopyStore(unpacked: layer) })
        {
            using (store)
                Assert.Equal(("second", 0), Look(store));
        }

        Assert.Single(new CacheFolder(_folder["cache"]).List(), file => file.Name.EndsWith(".proven", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private (string Content, int Problems) Look(CopyStore store)
    {
        using var memory = new MemoryBudget(Limits.LeastMemoryBytes);
        using var pool = new LayerPool(store, new LayerIndexCache(new CacheFolder(_folder["cache"]), Assert.Fail), memory);
        var content = pool.Get(store.Claim).Start().GetAwaiter().GetResult().Content;
        Assert.True(content.Index.TryFind(LayerIndex.Root, "file"u8, out var name));
        var inode = content.Index.Inode(content.Index.Name(name).Inode);
        var bytes = new byte[inode.Size];
        Assert.Equal(bytes.Length, content.ReadFile(inode, 0, bytes));
        return (System.Text.Encoding.UTF8.GetString(bytes), pool.ProblemsOf(store.Claim).Count);
    }

    /// <summary>A store of one layer.</summary>
    private sealed class CopyStore(byte[]? blob = null, UnpackedLayer? unpacked = null) : IStore
    {
        public LayerClaim Claim { get; } = blob is not null
            ? new(Digest.Compute(DigestAlgorithm.Sha256, blob), blob.Length, null, null)
            : new(unpacked!.DiffId!.Value.Digest, 1, null, null);

        public string Source => "memory";

        public StoreTraits Traits => StoreTraits.None;

        public StoreListing List() => new() { Images = [] };

        public IBlob OpenBlob(Digest digest) => new ArrayBlob(blob!);

        public IReadOnlyList<BlobInfo> ListBlobs() => [];

        public bool TryGetBlobSize(Digest digest, out long size)
        {
            size = blob?.Length ?? 0;
            return blob is not null;
        }

        public LayerForm FormOf(in LayerClaim layer) => LayerForm.Tar;

        public StoredLayer OpenLayer(in LayerClaim layer) => unpacked is null
            ? StoredLayer.OfBlob(this, layer)
            : new UnpackedLayers(null).Open(unpacked);

        public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

        public void Dispose()
        {
        }
    }

    private sealed class ArrayBlob(byte[] bytes) : IBlob
    {
        public long Length => bytes.Length;

        public int ReadAt(long offset, Span<byte> destination)
        {
            var count = (int)Math.Clamp(bytes.Length - offset, 0, destination.Length);
            bytes.AsSpan((int)offset, count).CopyTo(destination);
            return count;
        }

        public void Dispose()
        {
        }
    }
}
