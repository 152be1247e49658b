using System.Collections.Immutable;
using System.Globalization;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>Finds the image that a reference of a user means.</summary>
internal static class ReferenceMatcher
{
    /// <summary>Digits of an ID that are taken for one (design §1).</summary>
    private const int ShortestId = 3;

    /// <summary>
    /// The images that a reference means: by the first of these rules that finds any: the listed name; the layout's own
    /// <c>org.opencontainers.image.ref.name</c>, as skopeo asks for it; the target's digest, alone or behind a repository and <c>@</c>; its
    /// place in the store's list behind <c>@</c>, as skopeo counts them; the fully qualified form of both names; the store's ID of the image,
    /// or the first of its digits. Several are several targets: the reference is ambiguous.
    /// </summary>
    public static ImmutableArray<NamedImage> Find(ImmutableArray<NamedImage> images, string reference)
    {
        var qualified = Qualify(reference);
        var digest = DigestOf(reference);
        var id = IdOf(reference);
        Func<NamedImage, bool>[] rules =
        [
            image => image.Name == reference,
            image => image.Target.Annotations.GetValueOrDefault(AnnotationKeys.RefName) == reference,
            image => image.Target.Digest == digest || (digest is { } manifest && image.ManifestDigests.Contains(manifest)),
            image => image.Index is { } index && reference == string.Create(CultureInfo.InvariantCulture, $"@{index}"),
            image => Qualify(image.Name) == qualified,
            image => id is not null && image.Id?.StartsWith(id, StringComparison.Ordinal) is true,
        ];

        // One target under several names is one image: the first name shows it.
        var targets = new HashSet<Digest>();
        foreach (var rule in rules)
        {
            ImmutableArray<NamedImage> found = [.. images.Where(image => rule(image) && targets.Add(image.Target.Digest))];
            if (!found.IsEmpty)
            {
                return found;
            }
        }

        return [];
    }

    // Also as skopeo writes an image of no name: @ID.
    private static string? IdOf(string reference)
    {
        const string algorithm = "sha256:";
        var id = reference.StartsWith(algorithm, StringComparison.Ordinal) ? reference[algorithm.Length..] : reference.TrimStart('@');
        return id.Length >= ShortestId && id.All(char.IsAsciiHexDigitLower) ? id : null;
    }

    private static string Qualify(string name) => ImageReference.TryParse(name, out var reference) ? reference.WithDefaultTag().ToString() : name;

    private static Digest? DigestOf(string reference) =>
        Digest.TryParse(reference[(reference.LastIndexOf('@') + 1)..], out var digest) ? digest : null;
}
