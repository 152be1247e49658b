using OciFs.Reference.Posix;

namespace OciFs.Reference.Apply;

/// <summary>
/// Finds the target of a hard link in the tree as it is at that place in the order of application: the layers below, as far as
/// the markers and files of this layer so far leave them, with the files of this layer so far on top.
/// </summary>
internal sealed class MergedLookup(Tree own, Tree lower, Markers markers)
{
    private const int MaxLinks = 255;

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
                done = Follow(tree.ReadLink(next), done, left);
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
            return (own, mine);
        var hidden = !markers.Leave(path) || TreePath.Above(path).Any(above => own.TryStat(above) is { IsDirectory: false });
        return hidden || lower.TryStat(path) is not { } theirs ? null : (lower, theirs);
    }
}
