using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Stores;

/// <summary>Gives every target of a store a name of its own (design §1).</summary>
internal static class ImageNaming
{
    /// <summary>
    /// An unnamed target is called by its digest. The first of several with one name keeps it, the others are <c>name@digest</c>; the same
    /// target under the same name is one image.
    /// </summary>
    public static ImmutableArray<NamedImage> Unique(ImmutableArray<Descriptor> targets, Func<Descriptor, string?> nameOf) =>
        Unique(targets.Select(target => (nameOf(target), target, (int?)null)));

    /// <inheritdoc cref="Unique(ImmutableArray{Descriptor}, Func{Descriptor, string?})"/>
    public static ImmutableArray<NamedImage> Unique(IEnumerable<(string? Name, Descriptor Target, int? Index)> entries)
    {
        var images = ImmutableArray.CreateBuilder<NamedImage>();
        var taken = new Dictionary<string, Descriptor>(StringComparer.Ordinal);
        foreach (var (name, target, index) in entries)
        {
            var plain = name is { Length: > 0 } ? name : target.Digest.ToString();
            var own = taken.TryGetValue(plain, out var first) && first.Digest != target.Digest ? $"{plain}@{target.Digest}" : plain;
            if (taken.TryAdd(own, target))
            {
                images.Add(new NamedImage(own, target) { Index = index });
            }
        }

        return images.DrainToImmutable();
    }
}
