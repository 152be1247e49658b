namespace OciFs.Searching;

/// <summary>Paths of names without a slash before them, in the order in which a walk meets them.</summary>
internal static class PathOrder
{
    /// <summary>Each path once: a directory before what is in it, each directory's names by ascending bytes.</summary>
    public static byte[][] Sorted(IEnumerable<byte[]> paths)
    {
        byte[][] sorted = [.. paths];
        Array.Sort(sorted, Compare);
        var count = 0;
        foreach (var path in sorted)
        {
            if (count == 0 || !sorted[count - 1].AsSpan().SequenceEqual(path))
            {
                sorted[count++] = path;
            }
        }

        return sorted[..count];
    }

    /// <summary>A path without slashes at its ends, doubled ones and <c>.</c>; null where it has a <c>..</c>, which a link may make another.</summary>
    public static byte[]? Plain(ReadOnlySpan<byte> path)
    {
        var plain = new List<byte>(path.Length);
        foreach (var range in path.Split((byte)'/'))
        {
            var name = path[range];
            if (name.SequenceEqual(".."u8))
            {
                return null;
            }

            if (!name.IsEmpty && !name.SequenceEqual("."u8))
            {
                plain.AddRange(plain.Count > 0 ? "/"u8 : []);
                plain.AddRange(name);
            }
        }

        return [.. plain];
    }

    /// <summary>Whether a path leads below another one; of the root, all but itself do.</summary>
    /// <param name="path">The path.</param>
    /// <param name="place">The other; empty for the root.</param>
    /// <param name="rest">The names that lead from there to the path; empty where it does not lead below.</param>
    public static bool IsBelow(byte[] path, byte[] place, out ReadOnlyMemory<byte> rest)
    {
        var start = place.Length == 0 ? 0 : place.Length + 1;
        var isBelow = path.Length > start && path.AsSpan().StartsWith(place) && (start == 0 || path[place.Length] == '/');
        rest = isBelow ? path.AsMemory(start) : default;
        return isBelow;
    }

    // A slash is before every other byte, as names in a path end there.
    private static int Compare(byte[] one, byte[] other)
    {
        var common = one.AsSpan().CommonPrefixLength(other);
        return common == one.Length || common == other.Length ? one.Length.CompareTo(other.Length) : Rank(one[common]).CompareTo(Rank(other[common]));
    }

    private static int Rank(byte value) => value == '/' ? 0 : value;
}
