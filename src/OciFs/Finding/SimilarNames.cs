using System.Collections.Immutable;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Finding;

/// <summary>What may have been meant by a reference that means no image.</summary>
internal static class SimilarNames
{
    private const int NamesTold = 3;

    // More than so many characters nobody types.
    private const int LongestName = 200;

    /// <summary>The names that are like it, for a message; where there are few images, all of them; else how many there are.</summary>
    public static string Told(string reference, ImmutableArray<NamedImage> images)
    {
        if (images.Length <= NamesTold)
        {
            return images.IsEmpty ? "there is no image" : $"it has {string.Join(", ", images.Select(image => image.Name))}";
        }

        var similar = images.Select(image => (image.Name, Distance: Distance(reference, image.Name))).Where(found => found.Distance is not null)
            .OrderBy(found => found.Distance).Take(NamesTold).Select(found => found.Name).ToArray();
        return similar.Length > 0 ? $"did you mean {string.Join(", ", similar)}?" : $"none of its {images.Length} images is called so; see: ocifs images";
    }

    /// <summary>How far a name is from what was written: 0 where it has that in it; null where it is another altogether.</summary>
    private static int? Distance(string reference, string name)
    {
        if (reference.Length is 0 or > LongestName || name.Length > LongestName || Digest.TryParse(name, out _))
        {
            return null;
        }

        if (name.Contains(reference, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        // Of a name with a registry and without, and of another tag: what stands last of the repository tells.
        var distance = Math.Min(Changes(reference, name), Changes(LastOf(reference), LastOf(name)));
        return distance <= LastOf(reference).Length / 3 ? distance + 1 : null;
    }

    private static string LastOf(string name)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        return last.Split('@')[0].Split(':')[0];
    }

    /// <summary>Characters to be put in, taken out or changed to make one of the other (Levenshtein), in lower case.</summary>
    private static int Changes(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}
