using System.Collections.Concurrent;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Tests.Resolution;

/// <summary>A store, taken over, that notes which blobs are opened.</summary>
internal sealed class CountingStore(IStore store) : IStore
{
    public ConcurrentBag<Digest> Opened { get; } = [];

    public string Source => store.Source;

    public StoreTraits Traits => store.Traits;

    public StoreListing List() => store.List();

    public IBlob OpenBlob(Digest digest)
    {
        Opened.Add(digest);
        return store.OpenBlob(digest);
    }

    public IReadOnlyList<BlobInfo> ListBlobs() => store.ListBlobs();

    public bool TryGetBlobSize(Digest digest, out long size) => store.TryGetBlobSize(digest, out size);

    public LayerForm FormOf(in LayerClaim layer) => store.FormOf(layer);

    public StoredLayer OpenLayer(in LayerClaim layer) => store.OpenLayer(layer);

    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => store.MakeManifest(config);

    public void Dispose() => store.Dispose();
}
