using OciFs.Reference.Posix;

namespace OciFs.Reference.Apply;

/// <summary>
/// Finds the target of a hard link in the tree as it is at that place in the order of application: the layers below, as far as
/// the markers and files of this layer so far leave them, with the files of this layer so far on top.
/// </summary>
/// <param name="own">The files of this layer so far.</param>
/// <param name="lower">The layers below.</param>
/// <param name="markers">The markers of this layer so far.</param>
/// <param name="linked">Inodes of the layers below that have names in this layer too.</param>
internal sealed class MergedLookup(Tree own, Tree lower, Markers markers, IReadOnlySet<ulong> linked)
{
    private const int MaxLinks = 255;

    private bool _followedLower;

    /// <summary>Whether a link of a lower layer led to where this layer has a say again: what it has, or has hidden.</summary>
    public bool LedBack { get; private set; }

    /// <summary>Follows links above the last component as link(2) does, inside the root; the last one is not followed.</summary>
    /// <returns>The tree that has the file, and the file's path in it; null if there is none.</returns>
    public (Tree Tree, ByteString Path)? Find(ByteString path)
    {
        var left = new LinkedList<ByteString>(TreePath.Components(path));
        var done = ByteString.Empty;
        for (var links = 0; left.First is { } first;)
        {
            left.RemoveFirst();
            if (first.Value == "..")
            {
                done = TreePath.Parent(done);
                continue;
            }

            var next = TreePath.Child(done, first.Value);
            if (Look(next) is not var (tree, status))
                return null;
            if (left.Count == 0)
                return (tree, next);
            if (status.IsDirectory)
                done = next;
            else if (!status.IsSymlink || ++links > MaxLinks)
                return null;
            else
            {
                _followedLower |= tree == lower || linked.Contains(status.Inode);
                done = Follow(tree.ReadLink(next), done, left);
            }
        }

        return (own, done);
    }

    /// <summary>Puts a link's components in front of what is left to walk.</summary>
    /// <returns>Where the walk goes on: the root for an absolute link.</returns>
    public static ByteString Follow(ByteString target, ByteString from, LinkedList<ByteString> left)
    {
        foreach (var component in TreePath.Components(target).Reverse())
            left.AddFirst(component);
        return target.StartsWith("/"u8) ? ByteString.Empty : from;
    }

    private (Tree Tree, FileStatus Status)? Look(ByteString path)
    {
        if (own.TryStat(path) is { } mine)
        {
            LedBack |= _followedLower;
            return (own, mine);
        }

        var hidden = !markers.Leave(path) || TreePath.Above(path).Any(above => own.TryStat(above) is { IsDirectory: false });
        LedBack |= _followedLower && hidden;
        return hidden || lower.TryStat(path) is not { } theirs ? null : (lower, theirs);
    }
}
