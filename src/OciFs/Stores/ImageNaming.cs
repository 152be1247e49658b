using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Stores;

/// <summary>Gives every target of a store a name of its own (design §1).</summary>
internal static class ImageNaming
{
    /// <summary>As <see cref="Unique(IEnumerable{NamedImage})"/>, for targets that know their name.</summary>
    public static ImmutableArray<NamedImage> Unique(ImmutableArray<Descriptor> targets, Func<Descriptor, string?> nameOf) =>
        Unique(targets.Select(target => new NamedImage(nameOf(target) ?? string.Empty, target)));

    /// <summary>
    /// One of an empty name is called by its digest. The first of several with one name keeps it, the others are <c>name@digest</c>; the same
    /// target under the same name is one image.
    /// </summary>
    public static ImmutableArray<NamedImage> Unique(IEnumerable<NamedImage> images)
    {
        var unique = ImmutableArray.CreateBuilder<NamedImage>();
        var taken = new Dictionary<string, Descriptor>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            var target = image.Target;
            var plain = image.Name.Length > 0 ? image.Name : target.Digest.ToString();
            var own = taken.TryGetValue(plain, out var first) && first.Digest != target.Digest ? $"{plain}@{target.Digest}" : plain;
            if (taken.TryAdd(own, target))
            {
                unique.Add(own == image.Name ? image : image with { Name = own });
            }
        }

        return unique.DrainToImmutable();
    }
}
