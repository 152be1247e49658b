using OciFs.Layers;
using OciFs.Tree;

namespace OciFs.Provenance;

/// <summary>A path as one layer of a tree has it.</summary>
internal static class LayerPath
{
    /// <summary>The inode of a path of names in a layer's own tree; null where it has none, or but a marker.</summary>
    public static uint? Find(RootFs tree, int layer, IReadOnlyList<byte[]> names)
    {
        var index = tree.IndexOf(layer);
        var at = LayerIndex.Root;
        foreach (var name in names)
        {
            if (!index.Inode(at).IsDirectory || !index.TryFind(at, name, out var found) || !tree.IsThere(layer, index.Name(found).Inode))
            {
                return null;
            }

            at = index.Name(found).Inode;
        }

        return at;
    }

    /// <summary>How a layer hides what lower ones have at a path, and the path of what does; null where it hides nothing there.</summary>
    public static (Hiding How, byte[] By)? Hides(RootFs tree, int layer, IReadOnlyList<byte[]> names)
    {
        if (names.Count > 0 && Find(tree, layer, names) is not null)
        {
            return (Hiding.Replaced, Join(names));
        }

        var index = tree.IndexOf(layer);
        var at = LayerIndex.Root;
        for (var depth = 0; depth < names.Count; depth++)
        {
            var name = names[depth];
            if ((index.Inode(at).Flags & LayerInodeFlags.Opaque) != 0)
            {
                return (Hiding.Opaque, Join([.. names.Take(depth), Whiteout.Opaque.ToArray()]));
            }

            if (index.HasWhiteout(at, name))
            {
                return (Hiding.Whiteout, Join([.. names.Take(depth), [.. Whiteout.Prefix, .. name]]));
            }

            if (!index.TryFind(at, name, out var found) || !tree.IsThere(layer, index.Name(found).Inode))
            {
                return null;
            }

            at = index.Name(found).Inode;
            if (!index.Inode(at).IsDirectory)
            {
                return (Hiding.Covered, Join(names.Take(depth + 1)));
            }
        }

        return null;
    }

    /// <summary>The path of names, with a slash before each.</summary>
    public static byte[] Join(IEnumerable<byte[]> names)
    {
        byte[] path = [.. names.SelectMany(name => (byte[])[(byte)'/', .. name])];
        return path.Length == 0 ? [(byte)'/'] : path;
    }

    /// <summary>The names of a path.</summary>
    public static List<byte[]> Split(ReadOnlySpan<byte> path)
    {
        List<byte[]> names = [];
        foreach (var range in path.Split((byte)'/'))
        {
            if (!path[range].IsEmpty)
            {
                names.Add(path[range].ToArray());
            }
        }

        return names;
    }
}
