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

    internal Image(ImageStore store, StoreListing listing, NamedImage named)
    {
        _listing = listing;
        _store = store;
        Named = named;
        _resolved = new(() => store.Resolve(named));
        _platforms = new(() => [.. Resolved.Platforms.Select(platform => new ImagePlatform(this, platform))]);
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

    /// <summary>Its platforms, in the order of the index; none of an artifact.</summary>
    public ImmutableArray<ImagePlatform> Platforms => _platforms.Value;

    /// <summary>The platform that is meant where none is named; null where there is none.</summary>
    public ImagePlatform? DefaultPlatform => Platforms.FirstOrDefault(platform => platform.Resolved == Resolved.Default);

    /// <summary>
    /// What containers of the image are called by: the digest of the default platform's config; null where that cannot be had.
    /// </summary>
    public Digest? Id => Resolved.Default?.Manifest.Config?.Digest;

    /// <summary>All names by which the store meant this image when it was listed.</summary>
    public ImageNames References => _store.Tree.Finder.NamesOf(_listing, Named);

    /// <summary>What is wrong with it and its platforms, a line each; what is wrong with layers shows when they are looked into.</summary>
    public ImmutableArray<string> Problems =>
        [.. Resolved.Problems, .. Resolved.Platforms.SelectMany(platform => platform.Problems.Select(problem => $"{platform.FolderName}: {problem}"))];

    /// <summary>Its folder in the tree that a mount shows.</summary>
    public FileNode Folder => new(_store.Tree, _store.Tree.FolderOf(Named));

    internal NamedImage Named { get; }

    internal ResolvedImage Resolved => _resolved.Value;

    /// <summary>As <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
