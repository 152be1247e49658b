using System.Collections.Concurrent;
using System.Collections.Immutable;
using OciFs.Compression;
using OciFs.Finding;
using OciFs.Layers;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Views;

/// <summary>
/// The tree of design §1 over one store: every image, platform, layer and file, resolved when looked at. The mount and the command line are
/// hosts of this one interface. Any thread; errors are <see cref="OciFsException"/>. No call of a request waits for a first pass, or for an image to be
/// resolved: it throws <see cref="NotReadyException"/>.
/// </summary>
public sealed class ImageTree : IDisposable
{
    private readonly ConcurrentDictionary<string, ImageOpening> _images = new(StringComparer.Ordinal);

    // By their keys above, those of which some folder has had the layer. To walk all images at each problem of a layer would cost the product.
    private readonly ConcurrentDictionary<Digest, ImmutableHashSet<string>> _imagesWith = new();
    private readonly ConcurrentDictionary<Digest, ImmutableHashSet<View>> _watching = new();
    private readonly ReferrerFinder _referrers;
    private readonly MemoryBudget? _ownMemory;
    private readonly bool _ownsLayers;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private volatile View[] _views = new View[16];
    private int _viewCount;

    /// <param name="store">Where the images are; stays the caller's.</param>
    /// <param name="options">How to show them.</param>
    public ImageTree(IStore store, ImageTreeOptions options)
    {
        Store = store;
        Resolver = new ImageResolver(store, options.Platform);
        Content = new ContentCheck(store, Resolver.Documents);
        _referrers = new ReferrerFinder(Documents, options.Warn) { Limits = options.ReferrerLimits };
        Finder = new ImageFinder(store, options.Platform, options.ShortNames);
        if (options.SharedLayers is { } shared)
        {
            Layers = shared;
        }
        else
        {
            _ownsLayers = true;
            _ownMemory = options.Memory is null ? new MemoryBudget(MemoryBudget.DefaultBytes) : null;
            Layers = new LayerPool(store, options.IndexCache, options.Memory ?? _ownMemory!) { SeekSpan = options.SeekSpan, Meter = options.Meter, ComparesDiffIds = options.ComparesDiffIds };
            Layers.ProblemsChanged += Tell;
        }

        HostPaths = new HostPaths(store, Layers.Cache.Folder?.Path);
        var root = new FixedFolder();
        root.Add("images", new Doorway(() => Add(new ImagesView(this, string.Empty, store.List))));
        root.Add("repositories", new Doorway(() => Add(new RepositoriesView(this, string.Empty, store.List))));
        if (store.Traits.HasFlag(StoreTraits.Namespaces))
        {
            root.Add("namespaces", new Doorway(() => Add(new NamespacesView(this))));
        }

        root.Add("blobs", new Doorway(() => Add(new BlobsView(this))));
        root.Add(".ocifs", new FixedFolder(), hidden: true).Add("status.json", new ChangingFile(options.Status) { IsPrivate = true });
        Add(new FolderView(this, "root", root, default));
    }

    /// <summary>A folder has other names now, without its store having changed: an <c>error</c> came.</summary>
    public event Action<NodeId>? FolderChanged;

    /// <summary>A first pass over a layer has come to its end. Told by its thread.</summary>
    public event Action<LayerPass>? LayerPassed
    {
        add => Layers.Passed += value;
        remove => Layers.Passed -= value;
    }

    /// <summary>What was done so far.</summary>
    public TreeCounts Counts => new()
    {
        IndexesFound = Layers.Counters.IndexesFound,
        IndexesMade = Layers.Counters.IndexesMade,
        PassesRunning = Layers.Gate.Running,
        PassesWaiting = Layers.Gate.Waiting,
        PassStoredBytes = Layers.Counters.StoredBytes,
        PassDecodedBytes = Layers.Counters.TarBytes,
        ReadStoredBytes = Blocks.Reads.StoredBytes,
        ReadDecodedBytes = Blocks.Reads.DecodedBytes,
        Damages = Blocks.Reads.Failures,
    };

    /// <summary>The decoded blocks that are kept.</summary>
    public BlockCache Blocks => Memory.Blocks;

    /// <summary>All caches.</summary>
    public MemoryBudget Memory => Layers.Memory;

    /// <summary>The store that is shown.</summary>
    public IStore Store { get; }

    internal LayerPool Layers { get; }

    /// <summary>What no file of the tree tells, but for the status.</summary>
    internal HostPaths HostPaths { get; }

    internal ImageResolver Resolver { get; }

    internal ContentCheck Content { get; }

    internal DocumentReader Documents => Resolver.Documents;

    /// <summary>What is about what in the store, as it is now.</summary>
    /// <exception cref="NotReadyException">The store is being searched.</exception>
    internal ReferrerIndex Referrers => _referrers.Of(Store.List());

    internal ImageFinder Finder { get; }

    /// <summary>Whether an image has the platform of the options, or one that it runs. Waits until the image is resolved.</summary>
    public bool HasWantedPlatform(NamedImage image) => Patience.Ask(() => ImageFolderOf(image, string.Empty)).HasWantedPlatform;

    /// <summary>An image's folder, that of <c>images/</c>. Waits until the image is resolved.</summary>
    public NodeId FolderOf(NamedImage image)
    {
        var view = Patience.Ask(() => ImageFolderOf(image, string.Empty)).View;
        return view.IdOf(view.Top);
    }

    /// <summary>The merged tree of an image's default platform; null where it has none. Waits until the image is resolved.</summary>
    public NodeId? RootfsOf(NamedImage image)
    {
        var folder = Patience.Ask(() => ImageFolderOf(image, string.Empty));
        return folder.DefaultRootfs is { } view ? view.IdOf(view.Top) : null;
    }

    /// <summary>Finds a name in a directory.</summary>
    public TreeEntry Lookup(NodeId directory, ReadOnlySpan<byte> name) =>
        ViewOf(directory).Lookup(directory.Local, name);

    /// <summary>What stat tells of a file.</summary>
    public NodeAttributes GetAttributes(NodeId node) =>
        ViewOf(node).GetAttributes(node.Local);

    /// <summary>
    /// As <see cref="GetAttributes"/>, but does not throw <see cref="NotReadyException"/> for a merged directory whose layers are still being
    /// read: what names lead to below it can often be told before its own attributes can.
    /// </summary>
    public NodeAttributes GetAttributesSoFar(NodeId node) => ViewOf(node).GetAttributesSoFar(node.Local);

    /// <summary>Opens a directory for listing.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="fromStart">False where a listing goes on that has begun before.</param>
    public DirectoryListing OpenDirectory(NodeId directory, bool fromStart)
    {
        var view = ViewOf(directory);
        return new DirectoryListing(view, view.OpenDirectory(directory.Local, fromStart));
    }

    /// <summary>Reads of a regular file; short only at its end.</summary>
    public int Read(NodeId file, long offset, Span<byte> destination) =>
        ViewOf(file).Read(file.Local, offset, destination);

    /// <summary>
    /// Keeps a regular file readable, whatever its store's owner removes, until what is returned is disposed; null where it is so anyway.
    /// </summary>
    public IDisposable? Hold(NodeId file) => ViewOf(file).Hold(file.Local);

    /// <summary>Where a regular file has data: the first part that ends behind <paramref name="offset"/> and is no hole.</summary>
    /// <returns>False where only a hole follows, or nothing.</returns>
    public bool TryFindData(NodeId file, long offset, out DataRange data) =>
        ViewOf(file).TryFindData(file.Local, offset, out data);

    /// <summary>Target of a symbolic link, as bytes.</summary>
    public ReadOnlySpan<byte> ReadLink(NodeId link) => ViewOf(link).ReadLink(link.Local);

    /// <summary>Value of an extended attribute; also answers <c>user.ocifs.*</c> of design §1.</summary>
    public bool TryGetXattr(NodeId node, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        ViewOf(node).TryGetXattr(node.Local, name, out value);

    /// <summary>Names of extended attributes as listxattr(2) gives them; written only where they fit.</summary>
    /// <returns>The bytes needed.</returns>
    public int ListXattrs(NodeId node, Span<byte> destination) => ViewOf(node).ListXattrs(node.Local, destination);

    /// <summary>The directories whose names follow the store and that somebody has listed.</summary>
    public IEnumerable<NodeId> FoldersThatFollow() => _views.OfType<View>().SelectMany(view => view.ListedThatFollow());

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _referrers.Dispose();
        var ended = true;
        foreach (var image in _images.Values)
        {
            ended &= image.WaitForEnd(ended ? Limits.ClosingTime : TimeSpan.Zero);
        }

        if (ended)
        {
            _end.Dispose();
        }

        // What hangs in a read goes on to use the caches.
        if (_ownsLayers && Layers.TryDispose())
        {
            _ownMemory?.Dispose();
        }
    }

    /// <summary>An image's folder at a place of the tree.</summary>
    /// <exception cref="NotReadyException">The image is being resolved.</exception>
    internal ImageFolder ImageFolderOf(NamedImage image, string place) =>
        _images.GetOrAdd(ImageFolder.KeyOf(image, place), _ => new ImageOpening(last => Resolve(image, place, last))).Value;

    internal ResolvedReferrer Read(FoundReferrer found) => ResolvedReferrer.Read(Documents, found);

    /// <summary>Has a folder told when what is wrong with a blob changes.</summary>
    internal void Watch(Digest blob, View folder) =>
        _watching.AddOrUpdate(blob, (_, folder) => [folder], (_, others, folder) => others.Add(folder), folder);

    internal TView Add<TView>(TView view)
        where TView : View
    {
        lock (_gate)
        {
            view.Number = _viewCount;
            var views = _viewCount < _views.Length ? _views : [.. _views, .. new View[_viewCount]];
            views[_viewCount++] = view;
            _views = views;
            return view;
        }
    }

    /// <summary>The images looked at so far of which one of the platforms has a layer.</summary>
    internal IEnumerable<ImageFolder> ImagesWith(Digest layer) => _imagesWith.GetValueOrDefault(layer, [])
        .Select(key => _images.GetValueOrDefault(key)?.SoFar).OfType<ImageFolder>().Where(image => image.Layers.Contains(layer));

    internal void Tell(View folder) => FolderChanged?.Invoke(folder.IdOf(folder.Top));

    private ImageFolder Resolve(NamedImage image, string place, ImageFolder? last)
    {
        var resolved = Resolver.Resolve(image, _end.Token);
        if (resolved is { Platforms.IsEmpty: true, Manifest.Config: { } config } && Content.ProblemOf(config) is { } problem)
        {
            resolved = resolved with { Problems = [.. resolved.Problems, problem] };
        }

        return last?.IsOf(resolved) is true ? last : Make(image, place, resolved);
    }

    private ImageFolder Make(NamedImage image, string place, ResolvedImage resolved)
    {
        var folder = new ImageFolder(this, image, place, resolved);
        Add(folder.View);
        var key = ImageFolder.KeyOf(image, place);
        foreach (var layer in folder.Layers)
        {
            _imagesWith.AddOrUpdate(layer, (_, key) => [key], (_, others, key) => others.Add(key), key);
        }

        return folder;
    }

    private void Tell(Digest layer)
    {
        foreach (var image in ImagesWith(layer))
        {
            Tell(image.View);
        }

        foreach (var folder in _watching.GetValueOrDefault(layer, []))
        {
            Tell(folder);
        }
    }

    internal View ViewOf(NodeId node)
    {
        var views = _views;
        return node.View < views.Length && views[node.View] is { } view ? view : throw new OciFsException(OciFsError.NotFound, "no such file");
    }
}
