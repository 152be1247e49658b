using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores.Archives;

/// <summary>An OCI image layout in a tar, read in place; the tar itself may be compressed by gzip or zstd.</summary>
internal sealed class OciArchiveStore : IStore
{
    private readonly string _path;
    private readonly FollowedArchive<OciArchiveState> _archive;

    internal OciArchiveStore(Archive archive, StoreOptions options)
    {
        _path = archive.Path;
        _archive = new(archive, options, OciArchiveState.Read);
    }

    /// <inheritdoc/>
    public string Source => $"oci-archive:{_path}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Places => [_path];

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.None;

    /// <summary>Opens an archive.</summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: no such file; <see cref="OciFsError.Invalid"/>: not a layout in a tar, or not a sound one;
    /// <see cref="OciFsError.Unsupported"/>: of another compression or version; or as reading the file goes.
    /// </exception>
    public static OciArchiveStore Open(string path, StoreOptions options) => new(Archive.Open(path, options), options);

    /// <inheritdoc/>
    public StoreListing List() => _archive.Now().Listing;

    /// <inheritdoc/>
    public void Reread() => _archive.Reread();

    /// <inheritdoc/>
    public IBlob OpenBlob(Digest digest) => _archive.Use(state => state.Archive.OpenMember(state.Find(digest)));

    /// <inheritdoc/>
    public IReadOnlyList<BlobInfo> ListBlobs()
    {
        var state = _archive.Now();
        var blobs = new List<BlobInfo>();
        foreach (var path in state.Archive.Members.Entries.Keys)
        {
            if (path.Split('/') is ["blobs", var algorithm, var hex] && Digest.TryParse($"{algorithm}:{hex}", out var digest)
                && state.TryFind(digest, out var member, out _))
            {
                blobs.Add(new BlobInfo(digest, member.Length));
            }
        }

        return blobs;
    }

    /// <inheritdoc/>
    public bool TryGetBlobSize(Digest digest, out long size)
    {
        var found = _archive.Now().TryFind(digest, out var member, out _);
        size = member.Length;
        return found;
    }

    /// <inheritdoc/>
    public LayerForm FormOf(in LayerClaim layer) => TryGetBlobSize(layer.Digest, out _) ? LayerForm.Blob : LayerForm.Missing;

    /// <inheritdoc/>
    public StoredLayer OpenLayer(in LayerClaim layer) => StoredLayer.OfBlob(this, layer);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();
}
