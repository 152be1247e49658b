using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores.Unpacked;

namespace OciFs.Stores.Containerd;

/// <summary>
/// containerd's root folder: names by <c>meta.db</c>, blobs by its content store, layers whose blob it has discarded by the overlayfs
/// snapshotter's folders. No daemon is asked, and none is disturbed: nothing is locked.
/// </summary>
internal sealed class ContainerdStore : IStore
{
    private const string UsualNamespace = "default";

    // Where Docker Engine keeps the containerd that it starts itself, and the namespace of its images there.
    private const string DockerFolder = "containerd/daemon";
    private const string DockerNamespace = "moby";

    private readonly ContainerdPaths _paths;
    private readonly FollowedState<ContainerdState> _state;
    private readonly BlobFolder _blobs;
    private readonly OverlaySnapshots _snapshots;
    private readonly UnpackedLayers _unpacked;

    private ContainerdStore(ContainerdPaths paths, FollowedState<ContainerdState> state, StoreOptions options)
    {
        _paths = paths;
        _state = state;
        _blobs = new BlobFolder(paths.Blobs, mayLink: false);
        _snapshots = new OverlaySnapshots(paths);
        _unpacked = new UnpackedLayers(options.Cache);
    }

    /// <inheritdoc/>
    public string Source => $"containerd:{_paths.Root}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Places => [_paths.Root];

    /// <inheritdoc/>
    public StoreTraits Traits => StoreTraits.UnpackedLayers | StoreTraits.Namespaces | StoreTraits.SomePlatforms;

    /// <summary>Whether a folder looks like containerd's root.</summary>
    public static bool IsRoot(string folder) => ContainerdPaths.IsRoot(folder);

    /// <summary>The containerd root within a Docker Engine's root, whose namespace <c>moby</c> has the images; null where there is none.</summary>
    public static string? RootInDocker(string dockerRoot) =>
        Path.Combine(dockerRoot, DockerFolder) is var root && IsRoot(root) ? root : null;

    /// <summary>Whether a namespace has images; false too where that cannot be read.</summary>
    public static bool HasImages(string root, string owner = DockerNamespace)
    {
        try
        {
            using var store = Open(root, new StoreOptions { Namespace = owner }, owner);
            return !store.List().Images.IsEmpty;
        }
        catch (OciFsException)
        {
            return false;
        }
    }

    /// <summary>Opens the root of containerd, or that of a Docker Engine with the containerd image store.</summary>
    /// <param name="root">The folder; empty for containerd's usual one.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: no such folder or namespace; <see cref="OciFsError.Invalid"/>: not such a root, or its
    /// <c>meta.db</c> is not sound; or as reading that file goes.
    /// </exception>
    public static ContainerdStore Open(string root, StoreOptions options)
    {
        var folder = Path.GetFullPath(root.Length == 0 ? ContainerdPaths.DefaultRoot : root);
        return !IsRoot(folder) && RootInDocker(folder) is { } inner
            ? Open(inner, options, DockerNamespace)
            : Open(folder, options, UsualNamespace);
    }

    /// <summary>Opens the root of containerd.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="options">How to open it.</param>
    /// <param name="usual">The namespace that is meant where none is asked for.</param>
    /// <exception cref="OciFsException">As the other.</exception>
    public static ContainerdStore Open(string root, StoreOptions options, string usual)
    {
        var paths = new ContainerdPaths(Path.GetFullPath(root));
        if (!Directory.Exists(paths.Root))
        {
            throw new OciFsException(OciFsError.NotFound, $"{paths.Root}: no such folder (name containerd's root: containerd:ROOT)");
        }

        if (!File.Exists(paths.MetaFile) && !IsRoot(paths.Root))
        {
            StoreRoot.CheckReadable(paths.Root);
            throw new OciFsException(OciFsError.Invalid, $"{paths.Root}: not a root of containerd: no {Path.GetRelativePath(paths.Root, paths.MetaFile)} in it");
        }

        var choice = new NamespaceChoice(options.Namespace, usual);
        var state = new FollowedState<ContainerdState>([paths.MetaFile], last => ContainerdState.Read(paths.MetaFile, choice, last), FileStatus.Of);
        return state.Now().Listing is var listing && options.Namespace is { } asked && listing.Namespaces.All(known => known.Name != asked)
            ? throw new OciFsException(OciFsError.NotFound, listing.Problems[0])
            : new ContainerdStore(paths, state, options);
    }

    /// <inheritdoc/>
    public StoreListing List() => _state.Now().Listing;

    /// <inheritdoc/>
    public void Reread() => _state.Reread();

    /// <inheritdoc/>
    public IBlob OpenBlob(Digest digest) => _blobs.Open(digest);

    /// <inheritdoc/>
    public IReadOnlyList<BlobInfo> ListBlobs() => _blobs.List();

    /// <inheritdoc/>
    public bool TryGetBlobSize(Digest digest, out long size) => _blobs.TryGetSize(digest, out size);

    /// <inheritdoc/>
    public LayerForm FormOf(in LayerClaim layer)
    {
        if (_blobs.TryGetSize(layer.Digest, out _))
        {
            return LayerForm.Blob;
        }

        try
        {
            return _snapshots.Find(layer) is { } unpacked ? UnpackedLayers.FormOf(unpacked) : LayerForm.Missing;
        }
        catch (OciFsException error)
        {
            // The records cannot be had at this moment, which does not tell that the layer is not there: opening it tries again, and says why.
            return error.Error is OciFsError.Unavailable ? LayerForm.Folder : LayerForm.Missing;
        }
    }

    /// <inheritdoc/>
    public StoredLayer OpenLayer(in LayerClaim layer) =>
        !_blobs.TryGetSize(layer.Digest, out _) && _snapshots.Find(layer) is { } unpacked
            ? _unpacked.Open(unpacked)
            : StoredLayer.OfBlob(this, layer);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

    /// <summary>Nothing is held open but the blobs, which their openers close.</summary>
    public void Dispose()
    {
    }
}
