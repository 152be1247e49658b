using System.Collections.Immutable;
using OciFs.Stores;

namespace OciFs.Finding;

/// <summary>Images by hex digits, found by the first of them. Immutable.</summary>
/// <param name="rows">The digits, and the image; of equal digits the first image counts.</param>
internal sealed class PrefixTable(IEnumerable<(string Hex, NamedImage Image)> rows)
{
    private readonly ImmutableArray<(string Hex, NamedImage Image)> _rows =
        [.. rows.DistinctBy(row => row.Hex, StringComparer.Ordinal).OrderBy(row => row.Hex, StringComparer.Ordinal)];

    /// <summary>The images whose digits begin so, each digits once.</summary>
    public IEnumerable<NamedImage> Find(string prefix)
    {
        for (var at = FirstNotBefore(prefix); at < _rows.Length && _rows[at].Hex.StartsWith(prefix, StringComparison.Ordinal); at++)
        {
            yield return _rows[at].Image;
        }
    }

    private int FirstNotBefore(string prefix)
    {
        var (low, high) = (0, _rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(_rows[middle].Hex, prefix) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
