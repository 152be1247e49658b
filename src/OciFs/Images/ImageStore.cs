using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.Finding;
using OciFs.Layers;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Images;

/// <summary>
/// The images of a store, with all that can be asked of them: the library's front door. Read-only, and any thread may ask. Whatever is
/// asked is read when it is asked; a call that needs a layer's first pass waits for it. What cannot be had is an <see cref="OciFsException"/>.
/// </summary>
/// <remarks>Images, platforms, layers and files that came of a store are of no use after it is disposed.</remarks>
public sealed class ImageStore : IDisposable
{
    private readonly ContentGraph _graph;
    private readonly MemoryBudget _memory;
    private volatile Listed _listed;

    private ImageStore(IStore store, MemoryBudget memory, ImageStoreOptions options)
    {
        _memory = memory;
        Store = store;
        _listed = new Listed(store.List(), this);
        Tree = new ImageTree(store, new ImageTreeOptions
        {
            Platform = options.Platform,
            ShortNames = options.ShortNames,
            IndexCache = new LayerIndexCache(options.Cache, options.Warn),
            Memory = memory,
            Warn = options.Warn,
            Meter = options.Meter,
            ComparesDiffIds = options.ComparesDiffIds,
        });
        _graph = new ContentGraph(Tree.Documents);
    }

    /// <summary>Where the store is, with its transport: <c>oci:/absolute/folder</c>.</summary>
    public string Source => Store.Source;

    /// <summary>The images that have a name now, in the store's order; those of no name are called by their digests.</summary>
    public ImmutableArray<Image> Images => Now().Images;

    /// <summary>What is wrong with the store as a whole, a line each.</summary>
    public ImmutableArray<string> Problems => Now().Listing.Problems;

    /// <summary>The tree that a mount of the store shows.</summary>
    public FileNode Root => new(Tree, NodeId.Root);

    internal IStore Store { get; }

    internal ImageTree Tree { get; }

    /// <summary>Opens the store of a source, <c>[TRANSPORT:]LOCATION[:REFERENCE]</c>; with a reference it has that image only.</summary>
    /// <exception cref="OciFsException">As <see cref="SourceOpener.Open"/>.</exception>
    public static ImageStore Open(string source, ImageStoreOptions? options = null)
    {
        options ??= new ImageStoreOptions();
        var memory = new MemoryBudget(options.MemoryBytes);
        try
        {
            return new ImageStore(SourceOpener.Open(source, Opening(options, memory)), memory, options);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private static StoreOptions Opening(ImageStoreOptions options, MemoryBudget memory) => new()
    {
        Namespace = options.Namespace,
        Cache = options.Cache,
        Platform = options.Platform,
        ShortNames = options.ShortNames,
        Meter = options.Meter,
        Memory = memory,
    };

    /// <summary>The image that a reference means; null where it means none.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Ambiguous"/>: it means several; the message lists them.</exception>
    public Image? Find(string reference)
    {
        var now = Now();
        return Patience.Ask(() => Tree.Finder.Find(now.Listing, reference)) is { } found ? now.Of(found) : null;
    }

    /// <summary>The image that a reference means.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.NotFound"/>: it means none; <see cref="OciFsError.Ambiguous"/>: it means several.</exception>
    public Image Get(string reference) =>
        Find(reference) ?? throw new OciFsException(OciFsError.NotFound, $"{Source}: no image {reference} ({SimilarNames.Told(reference, Store.List().Images)})");

    /// <summary>What a descriptor leads to, by its document. What cannot be read is told in the answer.</summary>
    public ContentChildren Children(Descriptor content) => _graph.ChildrenOf(content);

    /// <inheritdoc cref="ContentGraph.Walk(Descriptor, Func{ContentVisit, WalkStep})"/>
    public WalkEnd Walk(Descriptor from, Func<ContentVisit, WalkStep> visit) => _graph.Walk(from, visit);

    /// <summary>
    /// Which images were made upon which now, also those that a source with a reference left out. Reads the documents of all images, each once.
    /// </summary>
    public ImageRelations Relations()
    {
        var now = Now();
        return new ImageRelations([.. now.Images, .. now.Listing.Others.Select(other => new Image(this, now.Listing, other))]);
    }

    /// <summary>The bytes of a blob, verified before the first is given; whoever opened the stream disposes it.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.NotFound"/>: the store has no such blob.</exception>
    public Stream OpenBlob(Digest digest) =>
        Root.Find("blobs")?.Find(digest.AlgorithmName)?.Find(digest.Hex)?.OpenRead()
        ?? throw new OciFsException(OciFsError.NotFound, $"{digest}: the store does not have this blob (fetch the image again)");

    /// <summary>As the other; of a descriptor that brings its bytes those, where the store does not have them.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.NotFound"/>: neither has.</exception>
    public Stream OpenBlob(Descriptor content) => content.Data is { } data && !Store.TryGetBlobSize(content.Digest, out _)
        ? new MemoryStream(data.ToArray(), writable: false)
        : OpenBlob(content.Digest);

    /// <inheritdoc/>
    public void Dispose()
    {
        Tree.Dispose();
        Store.Dispose();
        _memory.Dispose();
    }

    internal ImmutableArray<ImageInstance> Instances(NamedImage list, ImageIndex index)
    {
        var images = Now().ByManifest;
        var origins = InstanceOrigins.Read(Tree.Documents, list);
        return
        [
            .. index.Manifests.Select(entry => new ImageInstance(
                entry, Store.TryGetBlobSize(entry.Digest, out _), [.. images[entry.Digest].Distinct(StringComparer.Ordinal)], origins.GetValueOrDefault(entry.Digest))),
        ];
    }

    /// <summary>The artifacts about a manifest, as the store is now.</summary>
    internal ImmutableArray<Referrer> ReferrersOf(Digest subject) =>
    [
        .. Patience.Ask(() => Tree.Referrers).Of(subject).Where(found => !Tree.Documents.MayLack(found.Descriptor.Digest))
            .Select(found => new Referrer(this, Tree.Read(found))),
    ];

    private Listed Now()
    {
        var listing = Store.List();
        var listed = _listed;
        return ReferenceEquals(listed.Listing, listing) ? listed : _listed = new Listed(listing, this);
    }

    /// <summary>What was made of one listing.</summary>
    private sealed class Listed
    {
        private readonly Lazy<Dictionary<string, Image>> _byName;
        private readonly Lazy<ILookup<Digest, string>> _byManifest;

        public Listed(StoreListing listing, ImageStore store)
        {
            Listing = listing;
            Images = [.. listing.Images.Select(image => new Image(store, listing, image))];
            _byName = new(() => Images.ToDictionary(image => image.Name, StringComparer.Ordinal));
            _byManifest = new(() => listing.Images.Concat(listing.Others)
                .SelectMany(image => image.ManifestDigests.Prepend(image.Target.Digest).Select(digest => (digest, image.Name)))
                .ToLookup(pair => pair.digest, pair => pair.Name));
        }

        public StoreListing Listing { get; }

        public ImmutableArray<Image> Images { get; }

        /// <summary>Names by each manifest that an image is known by, also of images that were left out.</summary>
        public ILookup<Digest, string> ByManifest => _byManifest.Value;

        public Image Of(NamedImage named) => _byName.Value[named.Name];
    }
}
