using System.Text;
using OciFs.Views;

namespace OciFs.Comparing;

/// <summary>Compares extended attributes, whatever order a layer has them in.</summary>
internal static class XattrComparison
{
    /// <summary>Whether two files have the same names with the same values.</summary>
    public static bool AreEqual(ImageTree beforeTree, NodeId before, ImageTree afterTree, NodeId after)
    {
        var names = NamesOf(beforeTree, before);
        var others = NamesOf(afterTree, after);
        if (names.Length == 0 && others.Length == 0)
        {
            return true;
        }

        if (names.Length != others.Length || !Set(names).SetEquals(Set(others)))
        {
            return false;
        }

        foreach (var range in names.AsSpan().TrimEnd((byte)0).Split((byte)0))
        {
            var name = names.AsSpan(range);
            if (!beforeTree.TryGetXattr(before, name, out var value) || !afterTree.TryGetXattr(after, name, out var other) || !value.SequenceEqual(other))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] NamesOf(ImageTree tree, NodeId node) => Patience.Ask(() =>
    {
        var names = new byte[tree.ListXattrs(node, [])];
        _ = tree.ListXattrs(node, names);
        return names;
    });

    private static HashSet<string> Set(byte[] names) => new(Encoding.Latin1.GetString(names).Split('\0'), StringComparer.Ordinal);
}
