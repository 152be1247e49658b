using OciFs.Reference.Posix;

namespace OciFs.Reference.Apply;

/// <summary>Lays an extracted layer over the tree of those below it, by moving its files there.</summary>
internal sealed class LayerMerger(Tree lower, AttributeTable attributes)
{
    /// <summary>First the markers remove, then the layer's files come; its folder is empty afterwards.</summary>
    public void Merge(Tree own, Markers markers)
    {
        foreach (var path in markers.Whiteouts)
        {
            if (lower.TryStat(path) is not null)
                lower.At(path, (folder, name) => folder.Remove(name));
        }

        foreach (var path in markers.Opaques)
        {
            if (lower.TryStat(path) is not { IsDirectory: true })
                continue;
            using var folder = lower.Folder(path);
            folder.Empty(".");
        }

        using var from = own.Folder(default);
        using var to = lower.Folder(default);
        Lay(from, to);
    }

    private void Lay(PosixFolder from, PosixFolder to)
    {
        Attributes(from, to);
        foreach (var name in from.List())
        {
            if (from.Stat(name).IsDirectory && to.TryStat(name) is { IsDirectory: true })
            {
                using var inner = from.OpenFolder(name);
                using var below = to.OpenFolder(name);
                Lay(inner, below);
            }
            else
            {
                to.Remove(name);
                from.MoveTo(name, to, name);
            }
        }
    }

    /// <summary>A directory that the layer only implies leaves the lower one as it is.</summary>
    private void Attributes(PosixFolder from, PosixFolder to)
    {
        var lowerInode = to.Stat(".").Inode;
        if (attributes.TryGet(from.Stat(".").Inode) is { } mine && (!mine.Implied || attributes.TryGet(lowerInode) is null))
            attributes.Set(lowerInode, mine);
    }
}
