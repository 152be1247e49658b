using System.Collections.Concurrent;
using OciFs.Descriptors;
using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Host.Tests;

/// <summary>The thread that follows a store.</summary>
public sealed class StoreFollowerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void GoesOnWhateverTheStoreThrows()
    {
        using var store = new FailingStore();
        using var tree = new ImageTree(store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(null, Assert.Fail),
        });
        using var told = new BlockingCollection<string>();
        var files = new TreeFileSystem(tree, NodeId.Root, default, error => Assert.Fail(error.Message), new TreeReaders());

        // Nobody has listed a folder: the kernel is told nothing.
        using var follower = new StoreFollower(tree, store.List(), files, null!, told.Add);
        store.Failure = new InvalidOperationException("a defect");
        Assert.True(told.TryTake(out var line, Patience));
        Assert.Equal("the store cannot be followed: InvalidOperationException: a defect", line);

        store.Listing = new StoreListing { Images = [], Problems = ["a problem"] };
        store.Failure = null;
        Assert.True(told.TryTake(out line, Patience));
        Assert.Equal("a problem", line);
    }

    private sealed class FailingStore : IStore
    {
        public Exception? Failure { get; set; }

        public StoreListing Listing { get; set; } = new() { Images = [] };

        public string Source => "failing:";

        public StoreTraits Traits => StoreTraits.None;

        public StoreListing List() => Failure is null ? Listing : throw Failure;

        public IBlob OpenBlob(Digest digest) => throw new OciFsException(OciFsError.NotFound, "no blob");

        public IReadOnlyList<BlobInfo> ListBlobs() => [];

        public bool TryGetBlobSize(Digest digest, out long size)
        {
            size = 0;
            return false;
        }

        public LayerForm FormOf(in LayerClaim layer) => LayerForm.Missing;

        public StoredLayer OpenLayer(in LayerClaim layer) => StoredLayer.OfBlob(this, layer);

        public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

        public void Dispose()
        {
        }
    }
}
