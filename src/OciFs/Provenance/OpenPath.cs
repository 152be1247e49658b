using OciFs.Tree;

namespace OciFs.Provenance;

/// <summary>Leads a path through the symbolic links on its way, as far as a tree has it; what it has no longer is taken as it is written.</summary>
internal static class OpenPath
{
    /// <summary>The names of the path without links on the way. Nothing leads out of the root.</summary>
    /// <exception cref="OciFsException">There are more than <see cref="Limits.LinksFollowed"/> links on the way.</exception>
    public static List<byte[]> Of(RootFs tree, ReadOnlySpan<byte> path)
    {
        var pending = new Stack<byte[]>(LayerPath.Split(path).AsEnumerable().Reverse());
        var above = new Stack<DirectoryParts?>([tree.LayerCount == 0 ? null : tree.RootParts(tree.LayerCount - 1)]);
        List<byte[]> names = [];
        var followed = 0;
        while (pending.TryPop(out var name))
        {
            if (name is [(byte)'.'])
            {
                continue;
            }

            if (name is [(byte)'.', (byte)'.'])
            {
                Leave(names, above);
                continue;
            }

            var child = above.Peek() is { } folder && tree.TryResolve(folder, name, out var found) ? found : default(TreeChild?);
            if (child is { Parts: null } file && pending.Count > 0 && UnixMode.IsSymbolicLink(tree.InodeOf(file.Node).Mode))
            {
                if (++followed > Limits.LinksFollowed)
                {
                    throw new OciFsException(OciFsError.LimitExceeded, $"more than {Limits.LinksFollowed} symbolic links on the way");
                }

                var target = tree.IndexOf(file.Node.Layer).Target(tree.InodeOf(file.Node));
                while (target is [(byte)'/', ..] && names.Count > 0)
                {
                    Leave(names, above);
                }

                LayerPath.Split(target).AsEnumerable().Reverse().ToList().ForEach(pending.Push);
                continue;
            }

            names.Add(name);
            above.Push(child?.Parts);
        }

        return names;
    }

    /// <summary>The names of the path, taken as if there were no links on its way.</summary>
    public static List<byte[]> AsWritten(ReadOnlySpan<byte> path)
    {
        List<byte[]> names = [];
        foreach (var name in LayerPath.Split(path))
        {
            if (name is [(byte)'.', (byte)'.'])
            {
                names.RemoveRange(Math.Max(0, names.Count - 1), Math.Min(1, names.Count));
            }
            else if (name is not [(byte)'.'])
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static void Leave(List<byte[]> names, Stack<DirectoryParts?> above)
    {
        if (names.Count > 0)
        {
            names.RemoveAt(names.Count - 1);
            above.Pop();
        }
    }
}
