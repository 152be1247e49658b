using System.Collections.Concurrent;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Tests.Resolution;

/// <summary>Counts the blobs and layers that are opened.</summary>
internal sealed class CountingStore(IStore store) : IStore
{
    /// <summary>The blobs, each time they were opened.</summary>
    public ConcurrentBag<Digest> Blobs { get; } = [];

    public int Opened => Blobs.Count;

    public int OpenedLayers { get; private set; }

    public string Source => store.Source;

    public StoreTraits Traits { get; init; } = store.Traits;

    public StoreListing List() => store.List();

    public IBlob OpenBlob(Digest digest)
    {
        Blobs.Add(digest);
        return store.OpenBlob(digest);
    }

    public IReadOnlyList<BlobInfo> ListBlobs() => store.ListBlobs();

    public bool TryGetBlobSize(Digest digest, out long size) => store.TryGetBlobSize(digest, out size);

    public LayerForm FormOf(in LayerClaim layer) => store.FormOf(layer);

    public StoredLayer OpenLayer(in LayerClaim layer)
    {
        OpenedLayers++;
        return store.OpenLayer(layer);
    }

    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => store.MakeManifest(config);

    public void Dispose() => store.Dispose();
}
