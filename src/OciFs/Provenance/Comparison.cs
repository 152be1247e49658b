using OciFs.Comparing;
using OciFs.Tree;
using OciFs.Views;

namespace OciFs.Provenance;

/// <summary>Compares what a path leads to below a layer and with it.</summary>
internal static class Comparison
{
    /// <summary>What of a file became another with a layer.</summary>
    /// <exception cref="OciFsException">Contents cannot be read.</exception>
    public static FileAspects Of(RootFs tree, int layer, in TreeChild before, in TreeChild after)
    {
        var (was, now) = (Describing(tree, layer - 1, before), Describing(tree, layer, after));
        var what = FileAspects.None;
        if (before.Node != after.Node || before.Parts is not null)
        {
            what |= OfContent(tree, before, after);
        }

        if (was == now && before.Node == after.Node)
        {
            return what;
        }

        var (old, fresh) = (Attributes(tree, before.Node, was), Attributes(tree, after.Node, now));
        what |= (old.Mode & UnixMode.PermissionMask) != (fresh.Mode & UnixMode.PermissionMask) && UnixMode.KindOf(fresh.Mode) is not FileKind.SymbolicLink ? FileAspects.Mode : 0;
        what |= (old.Uid, old.Gid) != (fresh.Uid, fresh.Gid) ? FileAspects.Owner : 0;
        what |= old.Modified != fresh.Modified ? FileAspects.Modified : 0;
        what |= HasSameXattrs(Xattrs(tree, layer - 1, before, was), Xattrs(tree, layer, after, now)) ? 0 : FileAspects.Xattrs;
        return what;
    }

    // As RootFs does, for the layers up to one.
    private static TreeNode Describing(RootFs tree, int top, in TreeChild file) =>
        file.Parts is { } parts ? parts.Attributes : tree.LinksTo(file.Node).LastOrDefault(link => link.Layer <= top, file.Node);

    private static NodeAttributes Attributes(RootFs tree, TreeNode file, TreeNode describing) =>
        InodeAttributes.Of(tree.IndexOf(file.Layer), tree.InodeOf(file), tree.IndexOf(describing.Layer), tree.InodeOf(describing));

    private static FileAspects OfContent(RootFs tree, in TreeChild before, in TreeChild after)
    {
        ref readonly var was = ref tree.InodeOf(before.Node);
        ref readonly var now = ref tree.InodeOf(after.Node);
        var kind = UnixMode.KindOf(now.Mode);
        if (UnixMode.KindOf(was.Mode) != kind)
        {
            return FileAspects.Type;
        }

        return kind switch
        {
            FileKind.Directory => HasSameNames(tree, before.Parts!, after.Parts!) ? 0 : FileAspects.Content,
            FileKind.SymbolicLink => tree.IndexOf(before.Node.Layer).Target(was).SequenceEqual(tree.IndexOf(after.Node.Layer).Target(now)) ? 0 : FileAspects.Target,
            FileKind.BlockDevice or FileKind.CharacterDevice => was.Data == now.Data ? 0 : FileAspects.Device,
            FileKind.Regular => HasSameBytes(tree, before.Node, after.Node) ? 0 : FileAspects.Content,
            _ => 0,
        };
    }

    private static bool HasSameNames(RootFs tree, DirectoryParts before, DirectoryParts after)
    {
        if (before.Content.AsSpan().SequenceEqual(after.Content))
        {
            return true;
        }

        var (was, now) = (DirectoryMerger.Merge(tree, before.Content), DirectoryMerger.Merge(tree, after.Content));
        for (var at = 0; at < was.Length && was.Length == now.Length; at++)
        {
            if (!tree.IndexOf(was[at].Layer).NameBytes(was[at].Name).SequenceEqual(tree.IndexOf(now[at].Layer).NameBytes(now[at].Name)))
            {
                return false;
            }
        }

        return was.Length == now.Length;
    }

    private static bool HasSameBytes(RootFs tree, TreeNode before, TreeNode after)
    {
        if (tree.InodeOf(before).Size != tree.InodeOf(after).Size)
        {
            return false;
        }

        using var contents = new ContentComparison();
        return !contents.Differ(new InodeContent(tree.ContentOf(before.Layer), before.Inode), new InodeContent(tree.ContentOf(after.Layer), after.Inode));
    }

    private static Dictionary<string, byte[]> Xattrs(RootFs tree, int top, in TreeChild file, TreeNode describing)
    {
        var values = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        TreeNode[] sources = file.Parts is not null ? [describing] : [file.Node, .. tree.LinksTo(file.Node).Where(link => link.Layer <= top)];
        foreach (var source in sources)
        {
            foreach (var xattr in tree.IndexOf(source.Layer).Extras(tree.InodeOf(source)))
            {
                values[Convert.ToHexString(xattr.Name)] = xattr.Value.ToArray();
            }
        }

        return values;
    }

    private static bool HasSameXattrs(Dictionary<string, byte[]> one, Dictionary<string, byte[]> other) =>
        one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out var value) && value.AsSpan().SequenceEqual(pair.Value));
}
