using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores.Archives;

/// <summary>
/// What <c>docker save</c> and those like it write, read in place; the tar itself may be compressed by gzip or zstd. It has configs and
/// layers, but no manifests: these are made.
/// </summary>
internal sealed class DockerArchiveStore : IStore
{
    private readonly string _path;
    private readonly FollowedArchive<DockerArchiveState> _archive;

    internal DockerArchiveStore(Archive archive, StoreOptions options)
    {
        _path = archive.Path;
        _archive = new(archive, options, DockerArchiveState.Read);
    }

    /// <inheritdoc/>
    public string Source => $"docker-archive:{_path}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Places => [_path];

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.None;

    /// <summary>Opens an archive.</summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: no such file; <see cref="OciFsError.Invalid"/>: not a docker-archive, or not a sound one;
    /// <see cref="OciFsError.Unsupported"/>: of another compression or of Docker before 1.10; or as reading the file goes.
    /// </exception>
    public static DockerArchiveStore Open(string path, StoreOptions options) => new(Archive.Open(path, options), options);

    /// <inheritdoc/>
    public StoreListing List() => _archive.Now().Listing;

    /// <inheritdoc/>
    public void Reread() => _archive.Reread();

    /// <inheritdoc/>
    public IBlob OpenBlob(Digest digest) => _archive.Use(state => state.Find(digest) is { } member
        ? state.Archive.OpenMember(member)
        : throw new OciFsException(
            OciFsError.NotFound, $"{digest}: the archive {_path} does not have this blob (make the archive again)"));

    /// <inheritdoc/>
    public IReadOnlyList<BlobInfo> ListBlobs() => _archive.Use<BlobInfo[]>(state => [.. state.Blobs]);

    /// <inheritdoc/>
    public bool TryGetBlobSize(Digest digest, out long size)
    {
        var found = _archive.Use(state => state.SizeOf(digest));
        size = found ?? 0;
        return found is not null;
    }

    /// <inheritdoc/>
    public LayerForm FormOf(in LayerClaim layer)
    {
        var digest = layer.Digest;
        return _archive.Use(state => state.Has(digest)) ? LayerForm.Blob : LayerForm.Missing;
    }

    /// <inheritdoc/>
    public StoredLayer OpenLayer(in LayerClaim layer)
    {
        var claim = layer;
        return _archive.Use(state => state.OpenLayer(claim)) ?? StoredLayer.OfBlob(this, layer);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) =>
        _archive.Use<ReadOnlyMemory<byte>>(state => state.MakeManifest(config));

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();
}
