using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>
/// An OCI image layout in a folder (image-spec image-layout.md): <c>oci-layout</c>, <c>index.json</c>, <c>blobs/algorithm/hex</c>.
/// </summary>
public sealed class OciLayoutStore : IStore
{
    private readonly string _folder;
    private readonly BlobFolder _blobs;
    private readonly FollowedState<LayoutIndex> _index;

    private OciLayoutStore(string folder, FollowedState<LayoutIndex> index)
    {
        _folder = folder;
        _blobs = new BlobFolder(Path.Combine(folder, "blobs"), mayLink: true);
        _index = index;
    }

    /// <inheritdoc/>
    public string Source => $"oci:{_folder}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Places => [_folder];

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.None;

    /// <summary>Opens the layout in a folder.</summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: no such folder; <see cref="OciFsError.Invalid"/>: not a layout, or <c>index.json</c> is not
    /// sound; <see cref="OciFsError.Unsupported"/>: of another version; or as reading the files goes.
    /// </exception>
    public static OciLayoutStore Open(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? new OciFsException(OciFsError.Invalid, $"{folder}: not a folder, and so not an OCI image layout")
                : new OciFsException(OciFsError.NotFound, $"{folder}: no such folder");
        }

        var mark = Path.Combine(folder, "oci-layout");
        LayoutVersion.Check(StoreFile.ReadLayoutDocument(mark), mark);
        return new OciLayoutStore(folder, Follow(Path.Combine(folder, "index.json"), FileStatus.Of));
    }

    /// <summary>The names of a layout, followed.</summary>
    /// <param name="path">Its <c>index.json</c>.</param>
    /// <param name="status">As <see cref="FollowedState{TState}"/>.</param>
    /// <exception cref="OciFsException">The file cannot be read or is not sound.</exception>
    internal static FollowedState<LayoutIndex> Follow(string path, Func<string, FileStatus?> status) =>
        new([path], last => LayoutIndex.Parse(StoreFile.ReadLayoutDocument(path), path, last), status);

    /// <inheritdoc/>
    public StoreListing List() => _index.Now().Listing;

    /// <inheritdoc/>
    public void Reread() => _index.Reread();

    /// <inheritdoc/>
    public IBlob OpenBlob(Digest digest) => _blobs.Open(digest);

    /// <inheritdoc/>
    public IReadOnlyList<BlobInfo> ListBlobs() => _blobs.List();

    /// <inheritdoc/>
    public bool TryGetBlobSize(Digest digest, out long size) => _blobs.TryGetSize(digest, out size);

    /// <inheritdoc/>
    public LayerForm FormOf(in LayerClaim layer) => TryGetBlobSize(layer.Digest, out _) ? LayerForm.Blob : LayerForm.Missing;

    /// <inheritdoc/>
    public StoredLayer OpenLayer(in LayerClaim layer) => StoredLayer.OfBlob(this, layer);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

    /// <summary>Nothing is held open but the blobs, which their openers close.</summary>
    public void Dispose()
    {
    }
}
