using System.Text;
using OciFs.Layers;

namespace OciFs.Tree;

/// <content>Extended attributes: a directory has those of the part that describes it, a file its own and those that later links added.</content>
internal sealed partial class RootFs
{
    /// <summary>The value of one extended attribute.</summary>
    public bool TryGetXattr(TreeNode node, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var describing = _links.LinksTo(node);
        for (var i = describing.Count - 1; i >= 0; i--)
        {
            if (ExtrasOf(describing[i]).TryGetXattr(name, out value))
            {
                return true;
            }
        }

        return ExtrasOf(InodeOf(node).IsDirectory ? Directory(node).Parts.Attributes : node).TryGetXattr(name, out value);
    }

    /// <summary>The names of all extended attributes, each with a NUL behind it; written only where they fit.</summary>
    /// <returns>The bytes needed.</returns>
    public int ListXattrs(TreeNode node, Span<byte> destination)
    {
        var needed = ListXattrs(ExtrasOf(InodeOf(node).IsDirectory ? Directory(node).Parts.Attributes : node), destination);
        var describing = _links.LinksTo(node);
        return describing.Count == 0 ? needed : ListXattrsOfLinks(node, describing, needed, destination);
    }

    /// <summary>The names of a layer's own extras, as <see cref="ListXattrs(TreeNode, Span{byte})"/>.</summary>
    public static int ListXattrs(LayerExtras extras, Span<byte> destination)
    {
        var needed = 0;
        foreach (var xattr in extras)
        {
            needed = Append(xattr.Name, needed, destination);
        }

        return needed;
    }

    private LayerExtras ExtrasOf(TreeNode node) => IndexOf(node.Layer).Extras(InodeOf(node));

    private static HashSet<string> NamesOf(LayerExtras extras)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var xattr in extras)
        {
            names.Add(Encoding.Latin1.GetString(xattr.Name));
        }

        return names;
    }

    // A set, for a layer may have a hundred thousand links to one file.
    private int ListXattrsOfLinks(TreeNode node, IReadOnlyList<TreeNode> describing, int needed, Span<byte> destination)
    {
        HashSet<string>? named = null;
        for (var i = 0; i < describing.Count; i++)
        {
            foreach (var xattr in ExtrasOf(describing[i]))
            {
                named ??= NamesOf(ExtrasOf(node));
                needed = named.Add(Encoding.Latin1.GetString(xattr.Name)) ? Append(xattr.Name, needed, destination) : needed;
            }
        }

        return needed;
    }

    private static int Append(ReadOnlySpan<byte> name, int length, Span<byte> destination)
    {
        var end = length + name.Length + 1;
        if (end <= destination.Length)
        {
            name.CopyTo(destination[length..]);
            destination[end - 1] = 0;
        }

        return end;
    }
}
