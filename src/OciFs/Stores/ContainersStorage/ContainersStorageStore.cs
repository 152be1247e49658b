using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores.Unpacked;

namespace OciFs.Stores.ContainersStorage;

/// <summary>
/// The store of Podman, Buildah and CRI-O (containers/storage), of the drivers overlay and vfs. Locks of it are never taken: its files are
/// replaced, not written in place, and layers that an image has do not change.
/// </summary>
internal sealed class ContainersStorageStore : IStore
{
    private readonly string _root;
    private readonly FollowedState<StorageState> _state;
    private readonly UnpackedLayers _unpacked;

    private ContainersStorageStore(string root, FollowedState<StorageState> state, UnpackedLayers unpacked)
    {
        _root = root;
        _unpacked = unpacked;
        _state = state;
    }

    /// <inheritdoc/>
    public string Source => $"containers-storage:{_root}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Places { get; private init; } = [];

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.UnpackedLayers | StoreTraits.SomePlatforms | StoreTraits.ShortNames;

    /// <summary>Opens a storage root.</summary>
    /// <param name="location">
    /// The root; empty for the usual one of who asks; or as skopeo writes it, <c>[DRIVER@ROOT+RUNROOT:OPTIONS]</c>.
    /// </param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: no such folder; <see cref="OciFsError.Invalid"/>: not a storage root, or its records are not sound;
    /// <see cref="OciFsError.Unsupported"/>: of drivers that are not read; or as reading the files goes.
    /// </exception>
    public static ContainersStorageStore Open(string location, StoreOptions options)
    {
        var configuration = StorageConfiguration.Find();
        var place = StorageLocation.Parse(location);
        var root = Path.GetFullPath(place.Root ?? configuration.UsualRoot);
        Check(root, isUsual: place.Root is null);
        string[] roots = [root, .. configuration.RootsBeside(root)];
        var reader = new StorageReader([.. roots]);
        return new ContainersStorageStore(root, new FollowedState<StorageState>(reader.Files, reader.Read, FileStatus.Of), new UnpackedLayers(options.Cache)) { Places = roots };
    }

    /// <inheritdoc/>
    public StoreListing List() => _state.Now().Listing;

    /// <inheritdoc/>
    public void Reread() => _state.Reread();

    /// <inheritdoc/>
    public IBlob OpenBlob(Digest digest)
    {
        const string missing = "the store does not have this document (it keeps layers unpacked, not as blobs; pull the image again where a document is missing)";
        var document = DocumentOf(digest) ?? throw new OciFsException(OciFsError.NotFound, $"{digest}: {missing}");
        return FileBlob.Open(document.Place, digest.ToString(), missing);
    }

    /// <inheritdoc/>
    public IReadOnlyList<BlobInfo> ListBlobs()
    {
        var documents = new Dictionary<Digest, long>();
        foreach (var (digest, document) in _state.Now().Parts.SelectMany(part => part.Images.Documents))
        {
            documents.TryAdd(digest, document.Size);
        }

        return [.. documents.Select(document => new BlobInfo(document.Key, document.Value))];
    }

    /// <inheritdoc/>
    public bool TryGetBlobSize(Digest digest, out long size)
    {
        var status = DocumentOf(digest) is { } document ? document.Place.Status : null;
        size = status?.Length ?? 0;
        return status is { IsRegular: true };
    }

    /// <inheritdoc/>
    public LayerForm FormOf(in LayerClaim layer) => LayerFinder.Find(_state.Now(), layer) switch
    {
        null or { HasFiles: false } => LayerForm.Missing,
        { IsComposefs: true } => LayerForm.Folder,
        var found => UnpackedLayers.FormOf(found.Alone()),
    };

    /// <inheritdoc/>
    public StoredLayer OpenLayer(in LayerClaim layer)
    {
        var claim = layer;
        var found = Located(claim)
            ?? throw new OciFsException(OciFsError.NotFound, $"{claim.Digest}: the store does not have this layer (pull the image again)");
        if (found.IsComposefs)
        {
            throw new OciFsException(
                OciFsError.Unsupported,
                $"{claim.Digest}: unpacked as a composefs, which is not read ({found.Record.Id}; use_composefs in storage.conf)");
        }

        var opened = _unpacked.Open(found.Unpacked() with { Locate = () => Located(claim)?.Alone().Folder });
        return found.IsComparable ? opened : opened with { Otherwise = null };
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

    /// <summary>Nothing is held open but the documents and layers, which their openers close.</summary>
    public void Dispose()
    {
    }

    private static void Check(string root, bool isUsual)
    {
        if (!Directory.Exists(root))
        {
            throw new OciFsException(
                OciFsError.NotFound, $"{root}: no such folder{(isUsual ? " (the usual storage root; name another: containers-storage:ROOT)" : string.Empty)}");
        }

        if (StorageDriver.All.Any(driver => new StorageFolder(root, driver).Exists))
        {
            return;
        }

        StoreRoot.CheckReadable(root);
        throw Array.Find(StorageDriver.Unread, driver => Path.Exists(Path.Combine(root, $"{driver}-images"))) is { } unread
            ? new OciFsException(OciFsError.Unsupported, $"{root}: the storage driver {unread} is not read (overlay and vfs are; skopeo copy brings images out)")
            : new OciFsException(OciFsError.Invalid, $"{root}: not a root of containers-storage: neither overlay-images nor vfs-images in it");
    }

    private FoundLayer? Located(in LayerClaim claim) => LayerFinder.Find(_state.Now(), claim) is { HasFiles: true } found ? found : null;

    // The first place that has the file: a document may be in several images.
    private StoredDocument? DocumentOf(Digest digest)
    {
        StoredDocument? first = null;
        foreach (var document in _state.Now().Find(digest))
        {
            if (document.Place.Status is { IsRegular: true })
            {
                return document;
            }

            first ??= document;
        }

        return first;
    }
}
