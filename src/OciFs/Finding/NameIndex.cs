using System.Collections.Immutable;
using System.Globalization;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Finding;

/// <summary>
/// The images of one listing by whatever the store itself knows of them. Each table is made when it is first asked, in the listing's order; none reads
/// a document. Any thread.
/// </summary>
internal sealed class NameIndex
{
    private readonly Lazy<ILookup<string, NamedImage>> _byName;
    private readonly Lazy<ILookup<string, NamedImage>> _byRefName;
    private readonly Lazy<ILookup<string, NamedImage>> _byPlace;
    private readonly Lazy<ILookup<string, NamedImage>> _byFullName;
    private readonly Lazy<ILookup<string, NamedImage>> _byLastPart;
    private readonly Lazy<ILookup<Digest, NamedImage>> _byDigest;
    private readonly Lazy<ILookup<string, NamedImage>> _byIdentity;
    private readonly Lazy<PrefixTable> _byId;
    private readonly Lazy<PrefixTable> _byTarget;

    /// <param name="images">The images.</param>
    public NameIndex(ImmutableArray<NamedImage> images)
    {
        Images = images;
        _byName = new(() => images.ToLookup(image => image.Name, StringComparer.Ordinal));
        _byRefName = new(() => images.Where(image => RefNameOf(image) is not null).ToLookup(image => RefNameOf(image)!, StringComparer.Ordinal));
        _byPlace = new(() => images.Where(image => image.Index is not null).ToLookup(image => PlaceOf(image.Index!.Value), StringComparer.Ordinal));
        _byFullName = new(() => References(images).ToLookup(pair => pair.Reference.WithDefaultTag().ToString(), pair => pair.Image, StringComparer.Ordinal));
        _byLastPart = new(() => References(images).ToLookup(pair => LastPartOf(pair.Reference), pair => pair.Image, StringComparer.Ordinal));
        _byDigest = new(() => DigestsOf(images).ToLookup(pair => pair.Digest, pair => pair.Image));
        _byIdentity = new(() => images.ToLookup(IdentityOf, StringComparer.Ordinal));
        _byId = new(() => new PrefixTable(images.Where(image => image.Id is not null).Select(image => (image.Id!, image))));
        _byTarget = new(() => new PrefixTable(images.Select(image => (image.Target.Digest.Hex, image))));
    }

    /// <summary>All of them.</summary>
    public ImmutableArray<NamedImage> Images { get; }

    /// <summary>What tells images apart without a look into their documents: the store's own ID, else the target's digest.</summary>
    public static string IdentityOf(NamedImage image) => image.Id ?? image.Target.Digest.ToString();

    /// <summary>The image that is listed by a name.</summary>
    public IEnumerable<NamedImage> Named(string name) => _byName.Value[name];

    /// <summary>Those that a layout calls so, by its own <c>org.opencontainers.image.ref.name</c>: it is how skopeo asks.</summary>
    public IEnumerable<NamedImage> RefNamed(string name) => _byRefName.Value[name];

    /// <summary>The one at a place of the store's list, <c>@INDEX</c> as skopeo counts.</summary>
    public IEnumerable<NamedImage> At(string place) => _byPlace.Value[place];

    /// <summary>Those whose name, made complete, is this one.</summary>
    public IEnumerable<NamedImage> Named(ImageReference reference) => _byFullName.Value[reference.WithDefaultTag().ToString()];

    /// <summary>Those of a tag whose repository ends with these parts: <c>b/c:1</c> finds <c>a/b/c:1</c>, and not <c>ab/c:1</c>.</summary>
    public IEnumerable<NamedImage> EndingWith(string repository, string tag) =>
        _byLastPart.Value[$"{repository[(repository.LastIndexOf('/') + 1)..]}:{tag}"]
            .Where(image => ImageReference.TryParse(image.Name, out var name) && EndsWith(name.Repository, repository));

    /// <summary>Those that point at a digest, or whose store was given them under it.</summary>
    public IEnumerable<NamedImage> Of(Digest digest) => _byDigest.Value[digest];

    /// <summary>Those whose ID in the store begins so.</summary>
    public IEnumerable<NamedImage> OfId(string prefix) => _byId.Value.Find(prefix);

    /// <summary>Those whose target's digest begins so.</summary>
    public IEnumerable<NamedImage> OfTarget(string prefix) => _byTarget.Value.Find(prefix);

    /// <summary>All listed names of what a listed name means.</summary>
    public IEnumerable<NamedImage> SameAs(NamedImage image) => _byIdentity.Value[IdentityOf(image)];

    /// <summary>Whether a repository ends with these parts.</summary>
    public static bool EndsWith(string repository, string parts) => repository.EndsWith(parts, StringComparison.Ordinal)
        && (repository.Length == parts.Length || repository[^(parts.Length + 1)] == '/');

    private static string? RefNameOf(NamedImage image) => image.Target.Annotations.GetValueOrDefault(AnnotationKeys.RefName);

    private static string PlaceOf(int index) => string.Create(CultureInfo.InvariantCulture, $"@{index}");

    private static string LastPartOf(ImageReference reference) =>
        $"{reference.Path[(reference.Path.LastIndexOf('/') + 1)..]}:{reference.WithDefaultTag().Tag}";

    private static IEnumerable<(ImageReference Reference, NamedImage Image)> References(IEnumerable<NamedImage> images)
    {
        foreach (var image in images)
        {
            if (ImageReference.TryParse(image.Name, out var reference))
            {
                yield return (reference, image);
            }
        }
    }

    private static IEnumerable<(Digest Digest, NamedImage Image)> DigestsOf(IEnumerable<NamedImage> images) => images
        .SelectMany(image => image.ManifestDigests.Prepend(image.Target.Digest).Distinct().Select(digest => (digest, image)));
}
