using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Host.Tests;

/// <summary>A store, taken over, of which one blob is not read before it is released.</summary>
internal sealed class HeldStore(IStore store, string held) : IStore
{
    private readonly ManualResetEventSlim _released = new();

    public string Source => store.Source;

    public StoreTraits Traits => store.Traits;

    public void Release() => _released.Set();

    public StoreListing List() => store.List();

    public IBlob OpenBlob(Digest digest)
    {
        if (string.Equals(digest.ToString(), held, StringComparison.Ordinal))
            _released.Wait();
        return store.OpenBlob(digest);
    }

    public IReadOnlyList<BlobInfo> ListBlobs() => store.ListBlobs();

    public bool TryGetBlobSize(Digest digest, out long size) => store.TryGetBlobSize(digest, out size);

    public LayerForm FormOf(in LayerClaim layer) => store.FormOf(layer);

    public StoredLayer OpenLayer(in LayerClaim layer) => StoredLayer.OfBlob(this, layer);

    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

    public void Dispose()
    {
        _released.Dispose();
        store.Dispose();
    }
}
