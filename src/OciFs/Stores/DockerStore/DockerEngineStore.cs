using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores.Containerd;
using OciFs.Stores.Unpacked;

namespace OciFs.Stores.DockerStore;

/// <summary>
/// The store of Docker Engine with a graph driver: overlay2, fuse-overlayfs or vfs. It keeps configs and unpacked layers, no manifests; no
/// daemon is asked.
/// </summary>
internal sealed class DockerEngineStore : IStore
{
    private readonly string _root;
    private readonly FollowedState<DockerState> _state;
    private readonly ImmutableArray<LayerDatabase> _layers;
    private readonly ImmutableArray<DockerFolder> _folders;
    private readonly UnpackedLayers _unpacked;

    private readonly TarSizes _tarSizes;

    private DockerEngineStore(string root, ImmutableArray<string> problems, StoreOptions options)
    {
        _unpacked = new UnpackedLayers(options.Cache);
        _tarSizes = new TarSizes(options.Cache);
        var reader = new DockerReader(root, problems);
        _root = root;
        _folders = [.. DockerDriver.All.Select(driver => new DockerFolder(root, driver))];
        _layers = [.. _folders.Select(folder => new LayerDatabase(folder))];
        _state = new FollowedState<DockerState>(reader.Paths, reader.Read, FileStatus.Of);
    }

    /// <inheritdoc/>
    public string Source => $"docker-store:{_root}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Places => [_root];

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.UnpackedLayers;

    /// <summary>Opens a data root of Docker Engine, with whichever of its two stores it uses.</summary>
    /// <param name="location">The data root; empty for the usual one of who asks.</param>
    /// <param name="options">How to open the containerd image store.</param>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: no such folder; <see cref="OciFsError.Invalid"/>: not a data root, or its names are not sound;
    /// <see cref="OciFsError.Unsupported"/>: of drivers that are not read; or as reading the files goes.
    /// </exception>
    public static IStore Open(string location, StoreOptions options)
    {
        var root = Path.GetFullPath(location.Length > 0 ? location : DockerRoot.Usual());
        if (!Directory.Exists(root))
        {
            throw new OciFsException(
                OciFsError.NotFound,
                $"{root}: no such folder{(location.Length == 0 ? " (the usual data root; name another: docker-store:ROOT)" : string.Empty)}");
        }

        // Docker's own containerd is there with a graph driver too: it runs the containers then.
        var containerd = ContainerdStore.RootInDocker(root) is { } inner && ContainerdStore.HasImages(inner) ? inner : null;
        if (!DockerDriver.All.Any(driver => new DockerFolder(root, driver).Exists))
        {
            return containerd is null ? throw NotRead(root) : ContainerdStore.Open(root, options);
        }

        ImmutableArray<string> problems = containerd is null
            ? []
            : [$"{root}: there are images in containerd too, which is the other store of Docker Engine (containerd:{containerd})"];
        var store = new DockerEngineStore(root, problems, options);
        return containerd is not null && store.List().Images.IsEmpty ? ContainerdStore.Open(root, options) : store;
    }

    /// <inheritdoc/>
    public StoreListing List() => _state.Now().Listing;

    /// <inheritdoc/>
    public void Reread() => _state.Reread();

    /// <inheritdoc/>
    public IBlob OpenBlob(Digest digest)
    {
        const string missing = "the store does not have this config (it keeps no manifests, and layers unpacked; pull the image again where a config is missing)";
        return FileBlob.Open(ConfigOf(digest) ?? _folders[0].ConfigOf(digest), digest.ToString(), missing);
    }

    /// <inheritdoc/>
    public IReadOnlyList<BlobInfo> ListBlobs() =>
        [.. _state.Now().Parts.SelectMany(part => part.Images.Values).DistinctBy(image => image.Id).Select(image => new BlobInfo(image.Id, image.Size))];

    /// <inheritdoc/>
    public bool TryGetBlobSize(Digest digest, out long size)
    {
        var status = ConfigOf(digest) is { } place ? place.Status : null;
        size = status?.Length ?? 0;
        return status is { IsRegular: true };
    }

    /// <inheritdoc/>
    public LayerForm FormOf(in LayerClaim layer) =>
        Unpacked(layer, alone: true) is { } found ? UnpackedLayers.FormOf(found) : LayerForm.Missing;

    /// <inheritdoc/>
    public StoredLayer OpenLayer(in LayerClaim layer)
    {
        var claim = layer;
        if (Unpacked(claim, alone: false, out var isComparable) is not { } found)
        {
            throw new OciFsException(OciFsError.NotFound, $"{claim.Digest}: the store does not have this layer (pull the image again)");
        }

        var opened = _unpacked.Open(found with { Locate = () => Unpacked(claim, alone: true)?.Folder });
        return isComparable ? opened : opened with { Otherwise = null };
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config)
    {
        var parsed = ImageConfig.Parse(new DocumentReader(this).Read(config), config.Digest.ToString());
        if (parsed.DiffIds.Length > Limits.LayersPerImage)
        {
            throw new OciFsException(
                OciFsError.LimitExceeded, $"{config.Digest}: {parsed.DiffIds.Length} layers (an image has at most {Limits.LayersPerImage})");
        }

        var chains = ChainId.Each(parsed.DiffIds.AsSpan());
        return MadeManifest.Of(config, parsed.DiffIds.Select((diffId, i) => MadeManifest.Layer(diffId, TarSizeOf(diffId, chains[i]))));
    }

    /// <summary>Nothing is held open but the configs and layers, which their openers close.</summary>
    public void Dispose()
    {
    }

    private static OciFsException NotRead(string root)
    {
        StoreRoot.CheckReadable(root);
        return Array.Find(DockerDriver.Unread, driver => Directory.Exists(Path.Combine(root, "image", driver))) is { } driver
            ? new OciFsException(OciFsError.Unsupported, $"{root}: the storage driver {driver} is not read (overlay2 and vfs are; docker save brings images out)")
            : new OciFsException(OciFsError.Invalid, $"{root}: not a data root of Docker Engine: neither image/overlay2 nor image/vfs in it");
    }

    // Of a layer that is not whole the size is not known: that it is not is told where it is shown, and the rest of the image is there.
    private long TarSizeOf(DiffId diffId, ChainId chain)
    {
        foreach (var layers in _layers)
        {
            if (layers.Find(new LayerClaim(diffId.Digest, 0, diffId, chain)) is { } found && layers.TarSplitOf(found) is { Status.IsRegular: true } data)
            {
                return _tarSizes.Of(found, data.Path);
            }
        }

        return 0;
    }

    private UnpackedLayer? Unpacked(LayerClaim claim, bool alone) => Unpacked(claim, alone, out _);

    private UnpackedLayer? Unpacked(LayerClaim claim, bool alone, out bool isComparable)
    {
        foreach (var layers in _layers)
        {
            if (layers.Find(claim) is { } chain && layers.Unpacked(chain, alone) is { } found)
            {
                isComparable = layers.IsComparable(chain, claim);
                return found;
            }
        }

        isComparable = false;
        return null;
    }

    // The hex of a digest is checked: it cannot lead out of the folder.
    private StorePlace? ConfigOf(Digest digest) => digest.Algorithm is DigestAlgorithm.Sha256
        ? _folders.Select(folder => (StorePlace?)folder.ConfigOf(digest)).FirstOrDefault(place => place!.Value.Status is not null)
        : null;
}
