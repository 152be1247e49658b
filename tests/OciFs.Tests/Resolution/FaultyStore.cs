using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Tests.Resolution;

/// <summary>A store whose blobs cannot be read, or end early.</summary>
internal sealed class FaultyStore(IStore store, FaultyStore.Fault fault) : IStore
{
    public enum Fault
    {
        Open,
        Read,
        Short,
    }

    public string Source => store.Source;

    public StoreTraits Traits => store.Traits;

    public StoreListing List() => store.List();

    public IBlob OpenBlob(Digest digest) => fault == Fault.Open
        ? throw new OciFsException(OciFsError.Unavailable, $"{digest}: cannot be read: Input/output error")
        : new FaultyBlob(store.OpenBlob(digest), fault);

    public IReadOnlyList<BlobInfo> ListBlobs() => store.ListBlobs();

    public bool TryGetBlobSize(Digest digest, out long size) => store.TryGetBlobSize(digest, out size);

    public LayerForm FormOf(in LayerClaim layer) => store.FormOf(layer);

    public StoredLayer OpenLayer(in LayerClaim layer) => StoredLayer.OfBlob(this, layer);

    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

    public void Dispose() => store.Dispose();

    private sealed class FaultyBlob(IBlob blob, Fault fault) : IBlob
    {
        public long Length => blob.Length;

        public int ReadAt(long offset, Span<byte> destination) => fault == Fault.Read
            ? throw new IOException("Input/output error")
            : blob.ReadAt(offset, destination[..(destination.Length / 2)]);

        public void Dispose() => blob.Dispose();
    }
}
