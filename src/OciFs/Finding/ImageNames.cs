using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Finding;

/// <summary>All names by which a store means one image: those of the same ID, and where the store has no IDs those that point at the same digest.</summary>
/// <param name="Tags">Names of the form <c>repository:tag</c>, as the store writes them and in its order (<c>RepoTags</c>).</param>
/// <param name="Digests">
/// Names of the form <c>repository@digest</c>, sorted (<c>RepoDigests</c>): those that the store lists or has noted, and for each tag its repository with
/// the digests of the image's manifests. Docker shows the <see cref="ImageReference.Familiar"/> form of both.
/// </param>
/// <param name="Best">The first tag, else the first digest (CRI-O, <c>sortNamesByType</c>), else what it is listed by.</param>
/// <param name="IsPinned">Whether no garbage collector is to remove it (containerd's label <c>io.cri-containerd.pinned</c>).</param>
public sealed record ImageNames(ImmutableArray<string> Tags, ImmutableArray<string> Digests, string Best, bool IsPinned)
{
    private const string PinnedLabel = "io.cri-containerd.pinned";
    private const string Pinned = "pinned";

    // What Docker's containerd image store calls an image that has lost its last tag.
    private const string DockerDangling = "moby-dangling";

    /// <summary>The names of an image.</summary>
    /// <param name="image">The one that is asked for.</param>
    /// <param name="same">It, and all others of the listing that mean the same, in the listing's order.</param>
    internal static ImageNames Of(NamedImage image, ImmutableArray<NamedImage> same)
    {
        ImmutableArray<NamedImage> named = [.. same.Where(IsName)];
        ImmutableArray<string> tags = [.. named.Where(one => !HasDigest(one.Name)).Select(one => one.Name)];
        var digests = named.Where(one => HasDigest(one.Name)).Select(one => one.Name)
            .Concat(same.SelectMany(one => one.RepoDigests))
            .Concat(named.SelectMany(DigestNamesOf));
        ImmutableArray<string> sorted = [.. digests.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new ImageNames(
            tags, sorted, tags.FirstOrDefault() ?? sorted.FirstOrDefault() ?? image.Name, same.Any(one => one.Record?.Labels.GetValueOrDefault(PinnedLabel) == Pinned));
    }

    // CRI calls an image by its config's digest too, and what has no name is listed by its digest.
    private static bool IsName(NamedImage image) =>
        !Digest.TryParse(image.Name, out _) && !image.Name.StartsWith($"{DockerDangling}@", StringComparison.Ordinal);

    private static bool HasDigest(string name) => name.LastIndexOf('@') is > 0 and var at && Digest.TryParse(name[(at + 1)..], out _);

    // A bare word is mostly a layout's tag, of no repository; and a config's digest is no manifest's.
    private static IEnumerable<string> DigestNamesOf(NamedImage image) =>
        !HasDigest(image.Name) && image.Name.AsSpan().ContainsAny('/', ':') && ImageReference.TryParse(image.Name, out _)
            && !ImageConfig.IsMediaType(image.Target.MediaType)
                ? image.ManifestDigests.Prepend(image.Target.Digest).Select(digest => $"{ShortNames.RepositoryOf(image.Name)}@{digest}")
                : [];
}
