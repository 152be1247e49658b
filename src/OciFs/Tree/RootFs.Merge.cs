using OciFs.Layers;

namespace OciFs.Tree;

/// <content>The rules of the merge.</content>
internal sealed partial class RootFs
{
    /// <summary>What makes up the root.</summary>
    /// <param name="top">The topmost layer that counts.</param>
    internal DirectoryParts RootParts(int top)
    {
        var collector = new PartsCollector(this);
        var layer = top;
        for (; layer >= 0 && !collector.IsComplete && (layer == top || IsRead(layer)); layer--)
        {
            collector.Add(new TreeNode(layer, LayerIndex.Root));
        }

        return collector.ToParts(collector.IsComplete ? 0 : layer + 1);
    }

    /// <summary>
    /// What a name leads to below the parts of a directory: the topmost layer that has it wins; directories gather until something hides
    /// what lies below: an opaque marker, a whiteout of the name, a file. A directory that is there only for its markers hides, but makes
    /// no directory.
    /// </summary>
    internal bool TryResolve(DirectoryParts directory, ReadOnlySpan<byte> name, out TreeChild child)
    {
        var collector = new PartsCollector(this);
        TreeName? identity = null;
        var unread = directory.Unread;
        foreach (var part in directory.Content)
        {
            var index = IndexOf(part.Layer);
            if (index.TryFind(part.Inode, name, out var found) && IsThere(part.Layer, index.Name(found).Inode))
            {
                var node = new TreeNode(part.Layer, index.Name(found).Inode);
                if (!InodeOf(node).IsDirectory)
                {
                    if (collector.IsDirectory)
                    {
                        unread = 0;
                        break;
                    }

                    child = new TreeChild(_links.Follow(node), new TreeName(part.Layer, found), null);
                    return true;
                }

                identity ??= new TreeName(part.Layer, found);
                collector.Add(node);
            }

            if (collector.IsComplete || index.HasWhiteout(part.Inode, name))
            {
                unread = 0;
                break;
            }
        }

        child = default;
        if (!collector.IsDirectory && unread > 0)
        {
            // The next layer down has to tell. Where it was read a moment ago, everything is asked again.
            _ = ContentOf(unread - 1);
            throw new NotReadyException(Task.CompletedTask);
        }

        if (collector.IsDirectory)
        {
            var parts = collector.ToParts(unread);
            child = new TreeChild(parts.Content[0], identity!.Value, parts);
        }

        return collector.IsDirectory;
    }

    /// <summary>What makes up the directory at the path that a directory of one layer has.</summary>
    /// <returns>False where that path is no directory of this tree.</returns>
    internal bool TryPartsOf(TreeNode node, out DirectoryParts parts)
    {
        var names = new Stack<uint>();
        var index = IndexOf(node.Layer);
        for (var inode = node.Inode; index.Inode(inode).Name != LayerIndex.NoName; inode = index.Name(index.Inode(inode).Name).Parent)
        {
            names.Push(index.Inode(inode).Name);
        }

        parts = RootParts(_layers.Length - 1);
        while (names.TryPop(out var name))
        {
            if (!TryResolve(parts, index.NameBytes(name), out var child) || child.Parts is null)
            {
                return false;
            }

            parts = child.Parts;
        }

        return true;
    }

    /// <summary>Whether an inode counts as its name's content: no marker, and no hard link whose target misses.</summary>
    internal bool IsThere(int layer, uint inode)
    {
        ref readonly var node = ref IndexOf(layer).Inode(inode);
        return !node.IsMarker && (!node.IsLowerLink || _links.IsResolved(new TreeNode(layer, inode)));
    }

    /// <summary>Whether a directory of a layer is one by itself; one that only holds what hides others, or links that lead nowhere, is not.</summary>
    /// <remarks>Kept, for a hostile layer may have many names in such a directory; when it is asked, the links of its layer are bound.</remarks>
    internal bool MakesDirectory(TreeNode node) =>
        (InodeOf(node).Flags & LayerInodeFlags.Conditional) == 0
        || (_conditional.TryGetValue(node, out var makes) ? makes : _conditional[node] = HoldsFile(node));

    private bool HoldsFile(TreeNode node)
    {
        var index = IndexOf(node.Layer);
        ref readonly var directory = ref index.Inode(node.Inode);
        for (var name = directory.FirstChild; name < directory.FirstChild + directory.ChildCount; name++)
        {
            var child = new TreeNode(node.Layer, index.Name(name).Inode);
            if (InodeOf(child).IsDirectory ? MakesDirectory(child) : IsThere(child.Layer, child.Inode))
            {
                return true;
            }
        }

        return false;
    }

    private MergedDirectory Merge(DirectoryParts parts)
    {
        ref readonly var first = ref InodeOf(parts.Content[0]);
        if (parts.Content.Length == 1 && (first.Flags & LayerInodeFlags.HoldsSpecial) == 0)
        {
            return new MergedDirectory { Parts = parts, Names = null, Directories = first.Links };
        }

        var names = DirectoryMerger.Merge(this, parts.Content);
        uint count = 0;
        foreach (var name in names)
        {
            count += IndexOf(name.Layer).Inode(IndexOf(name.Layer).Name(name.Name).Inode).IsDirectory ? 1u : 0;
        }

        return new MergedDirectory { Parts = parts, Names = names, Directories = count };
    }
}
