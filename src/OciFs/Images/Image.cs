using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.Finding;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Images;

/// <summary>
/// An image as its name pointed at it when it was listed: it does not follow the store. What is asked of its documents is read once.
/// </summary>
public sealed class Image
{
    private readonly ImageStore _store;
    private readonly StoreListing _listing;
    private readonly Lazy<ResolvedImage> _resolved;
    private readonly Lazy<ImmutableArray<ImagePlatform>> _platforms;
    private readonly Lazy<ImageIndex?> _index;

    internal Image(ImageStore store, StoreListing listing, NamedImage named)
    {
        _listing = listing;
        _store = store;
        Named = named;
        _resolved = new(() => store.Tree.Resolver.Resolve(named));
        _platforms = new(() => [.. Resolved.Platforms.Select(platform => new ImagePlatform(this, platform))]);
        _index = new(ReadIndex);
    }

    /// <summary>The store's own name for it.</summary>
    public string Name => Named.Name;

    /// <summary>What the name points at: an index or a manifest.</summary>
    public Descriptor Target => Resolved.Target;

    /// <summary>What it is.</summary>
    public ImageKind Kind => Resolved.Kind;

    /// <summary>The verified bytes of <see cref="Target"/>; null where they cannot be had.</summary>
    public ReadOnlyMemory<byte>? TargetBytes => Resolved.TargetBytes;

    /// <summary>What else the store has noted of the name; null where it notes nothing.</summary>
    public ImageRecord? Record => Named.Record;

    /// <summary>
    /// What it was built on by the store's own record, as names of the store point at it; it need not be listed. Null where the store records none. For parents
    /// beyond the record: <see cref="ImageStore.Relations"/>.
    /// </summary>
    public Digest? RecordedParent => Named.Parent;

    /// <summary>
    /// What the name points at, where that is an index or manifest list; null where it is none, cannot be had or is not sound, which <see cref="Problems"/> tells.
    /// </summary>
    public ImageIndex? Index => _index.Value;

    /// <summary>Annotations of the document that the name points at.</summary>
    public ImmutableDictionary<string, string> Annotations => Resolved.Manifest?.Annotations ?? Index?.Annotations ?? ImmutableDictionary<string, string>.Empty;

    /// <summary>The entries of its <see cref="Index"/>, in their order; none of an image that has no index.</summary>
    public ImmutableArray<ImageInstance> Instances => Index is { } index ? _store.Instances(Named, index) : [];

    /// <summary>Its platforms, in the order of the index; none of an artifact.</summary>
    public ImmutableArray<ImagePlatform> Platforms => _platforms.Value;

    /// <summary>The platform that is meant where none is named; null where there is none.</summary>
    public ImagePlatform? DefaultPlatform => Of(Resolved.Default);

    /// <summary>The platform that runs best on a machine, as containerd chooses it; null where none does.</summary>
    public ImagePlatform? PlatformFor(PlatformName machine) => Of(PlatformChoice.Best(Resolved.Platforms, machine));

    /// <summary>
    /// Kind of the artifact: what its document says, else the media type of its config; null of an image, and where nothing tells.
    /// </summary>
    public string? ArtifactType => Kind is ImageKind.Artifact ? Resolved.ArtifactType : null;

    /// <summary>Of an artifact its layers as files, in their order; none of an image.</summary>
    public ImmutableArray<ArtifactFile> Files => [.. Resolved.Files.Select(file => new ArtifactFile(_store, file))];

    /// <summary>What the document that the name points at says it is about; null where it is about nothing else.</summary>
    public Descriptor? Subject => Resolved.Manifest?.Subject ?? Index?.Subject;

    /// <summary>
    /// The artifacts about <see cref="Target"/>, as the store is now; those about one platform's manifest are that platform's.
    /// </summary>
    public ImmutableArray<Referrer> Referrers => ReferrersOf(Target.Digest);

    /// <summary>
    /// What its store's tools call it by, where the store has IDs of its own (Podman's, Docker's); else, as those are for an image, the digest of the default
    /// platform's config; null where that cannot be had.
    /// </summary>
    public Digest? Id => Digest.TryParse($"sha256:{Named.Id}", out var id) ? id : Resolved.Default?.Manifest.Config?.Digest;

    /// <summary>All names by which the store meant this image when it was listed.</summary>
    public ImageNames References => _store.Tree.Finder.NamesOf(_listing, Named);

    /// <summary>What is wrong with it and its platforms, a line each; what is wrong with layers shows when they are looked into.</summary>
    public ImmutableArray<string> Problems => Resolved.AllProblems;

    /// <summary>
    /// Bytes of all that its documents lead to and the store has, each blob once: all platforms, nested indexes, and what the index has beside them. As they
    /// were stored by who made the image, also where the store keeps layers unpacked.
    /// </summary>
    public long TreeSize => CheckAll().PresentSize;

    /// <summary>Its folder in the tree that a mount shows.</summary>
    public FileNode Folder => new(_store.Tree, _store.Tree.FolderOf(Named));

    internal ImmutableArray<Referrer> ReferrersOf(Digest subject) => _store.ReferrersOf(subject);

    internal NamedImage Named { get; }

    internal ImageStore Store => _store;

    internal ResolvedImage Resolved => _resolved.Value;

    /// <summary>
    /// What of a platform the store has now: config and layers, as its manifest lists them. No layer is opened; one counts as there in whatever form the store
    /// has it, unpacked ones too.
    /// </summary>
    /// <param name="platform">One of <see cref="Platforms"/>; null for the default one, or, of an artifact, for its manifest.</param>
    public ContentReport Check(ImagePlatform? platform = null) =>
        platform is null ? _store.Tree.Content.Of(Resolved) : _store.Tree.Content.Of(platform.Resolved);

    /// <summary>As <see cref="Check"/>, of all platforms and documents, each blob once; platforms that the store was not asked to fetch are left out.</summary>
    public ContentReport CheckAll() => _store.Tree.Content.OfAll(Resolved);

    /// <summary>Whether the store was asked to fetch one of <see cref="Platforms"/>: where it fetches only some, the others are not missing.</summary>
    public bool IsFetched(ImagePlatform platform) => _store.Tree.Content.IsFetched(Resolved, platform.Resolved);

    /// <summary>As <see cref="Name"/>.</summary>
    public override string ToString() => Name;

    private ImageIndex? ReadIndex()
    {
        try
        {
            return TargetBytes is { } bytes && DocumentShape.TryTell(bytes.Span) is DocumentKind.Index ? ImageIndex.Parse(bytes, Target.Digest.ToString(), []) : null;
        }
        catch (OciFsException error) when (error.Error is OciFsError.Invalid)
        {
            return null;
        }
    }

    private ImagePlatform? Of(ResolvedPlatform? resolved) => Platforms.FirstOrDefault(platform => ReferenceEquals(platform.Resolved, resolved));
}
