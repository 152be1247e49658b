using System.Collections.Concurrent;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Tests.Resolution;

/// <summary>Counts the blobs and layers that are opened.</summary>
internal sealed class CountingStore(IStore store) : IStore
{
    private int _sizes;

    /// <summary>The blobs, each time they were opened.</summary>
    public ConcurrentBag<Digest> Blobs { get; } = [];

    public int Opened => Blobs.Count;

    /// <summary>How often the size of a blob was asked for.</summary>
    public int Sizes => _sizes;

    /// <summary>Asked before a blob is opened; may hold or throw.</summary>
    public Action<Digest> Opening { get; init; } = _ => { };

    /// <summary>What becomes of each listing.</summary>
    public Func<StoreListing, StoreListing> Listing { get; init; } = listing => listing;

    public int OpenedLayers { get; private set; }

    public string Source => store.Source;

    public StoreTraits Traits { get; init; } = store.Traits;

    public StoreListing List() => Listing(store.List());

    public IBlob OpenBlob(Digest digest)
    {
        Blobs.Add(digest);
        Opening(digest);
        return store.OpenBlob(digest);
    }

    public IReadOnlyList<BlobInfo> ListBlobs() => store.ListBlobs();

    public bool TryGetBlobSize(Digest digest, out long size)
    {
        Interlocked.Increment(ref _sizes);
        return store.TryGetBlobSize(digest, out size);
    }

    public LayerForm FormOf(in LayerClaim layer) => store.FormOf(layer);

    public StoredLayer OpenLayer(in LayerClaim layer)
    {
        OpenedLayers++;
        return store.OpenLayer(layer);
    }

    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => store.MakeManifest(config);

    public void Dispose() => store.Dispose();
}
