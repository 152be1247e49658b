namespace OciFs.Reference.Apply;

/// <summary>Follows the symbolic links that a layer itself has made so far; ".." stops at the root.</summary>
internal sealed class OwnLinks(Tree own)
{
    private const int MaxLinks = 255;
    private const int MaxName = 255;

    /// <summary>Where a directory's path leads. What is not there (yet) is taken as it is written.</summary>
    /// <exception cref="SkippedEntryException">It leads through a file, in circles, or to a name that no file system has.</exception>
    public ByteString Resolve(ByteString path)
    {
        if (own.TryStat(path) is { IsDirectory: true })
            return path;
        var left = new LinkedList<ByteString>(TreePath.Components(path));
        var done = ByteString.Empty;
        for (var links = 0; left.First is { } first;)
        {
            left.RemoveFirst();
            var next = first.Value == ".." ? TreePath.Parent(done) : TreePath.Child(done, first.Value);
            if (first.Value.Length > MaxName)
                throw new SkippedEntryException(ProblemKind.BadName);
            if (own.TryStat(next) is not { IsDirectory: false } status)
                done = next;
            else if (!status.IsSymlink)
                throw new SkippedEntryException(ProblemKind.ParentNotDirectory);
            else if (++links > MaxLinks)
                throw new SkippedEntryException(ProblemKind.LinkLoop);
            else
                done = MergedLookup.Follow(own.ReadLink(next), done, left);
        }

        return done;
    }
}
