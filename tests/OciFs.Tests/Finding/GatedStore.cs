using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Tests.Finding;

/// <summary>A store that counts who opens a blob and holds them until it is let go.</summary>
internal sealed class GatedStore(IStore store) : IStore
{
    private readonly ManualResetEventSlim _gate = new();
    private int _opened;

    /// <summary>How many blobs were asked for.</summary>
    public int Opened => _opened;

    public string Source => store.Source;

    public StoreTraits Traits => store.Traits;

    /// <summary>Lets all who wait go on, and who comes later.</summary>
    public void Release() => _gate.Set();

    public StoreListing List() => store.List();

    public IBlob OpenBlob(Digest digest)
    {
        Interlocked.Increment(ref _opened);
        _gate.Wait();
        return store.OpenBlob(digest);
    }

    public IReadOnlyList<BlobInfo> ListBlobs() => store.ListBlobs();

    public bool TryGetBlobSize(Digest digest, out long size) => store.TryGetBlobSize(digest, out size);

    public LayerForm FormOf(in LayerClaim layer) => store.FormOf(layer);

    public StoredLayer OpenLayer(in LayerClaim layer) => store.OpenLayer(layer);

    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => store.MakeManifest(config);

    public void Dispose()
    {
        store.Dispose();
        _gate.Dispose();
    }
}
