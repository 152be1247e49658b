using OciFs.Images;

namespace OciFs.Searching;

/// <summary>A search for files of one tree: a walk as find(1) makes it, which follows no symbolic link. One thread.</summary>
public sealed class FileSearch
{
    private readonly FileConditions _conditions;
    private readonly BoundConditions _bound;

    /// <param name="root">The root of the tree: what conditions look up is looked up there.</param>
    /// <param name="conditions">What files have to meet.</param>
    /// <exception cref="OciFsException">What a condition needs is not there.</exception>
    public FileSearch(FileNode root, FileConditions conditions)
        : this(root, conditions, new ContentMemory())
    {
    }

    internal FileSearch(FileNode root, FileConditions conditions, ContentMemory contents)
    {
        _conditions = conditions;
        _bound = new BoundConditions(conditions, root, contents);
    }

    /// <summary>
    /// The files at and below a place that meet the conditions, a directory before what is in it, each directory's names by ascending bytes. What cannot be
    /// read is given to <paramref name="failed"/>, and the search goes on behind it.
    /// </summary>
    /// <param name="start">The file where it begins.</param>
    /// <param name="path">Its path as it is to be given; what is found below it has this before its own.</param>
    /// <param name="failed">Told of a path what cannot be read there; throws to end the search.</param>
    public IEnumerable<FileMatch> Find(FileNode start, ReadOnlyMemory<byte> path, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        if (TryTake(start, path, failed) is { } first)
        {
            yield return first;
        }

        if (_conditions.MostDepth == 0 || start.Kind is not FileKind.Directory)
        {
            yield break;
        }

        var paths = new PathPrefix(path.Span);
        var walk = start.Walk();
        while (TryMove(walk, paths, failed) is { } isThere)
        {
            if (isThere && TryTake(walk, paths, failed) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>The file itself, where it meets the _conditions.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="depth">Directories between it and where the search began.</param>
    /// <exception cref="OciFsException">It cannot be read.</exception>
    internal FileMatch? Test(FileNode file, ReadOnlyMemory<byte> path, int depth)
    {
        var kind = file.Kind;
        return BoundConditions.MayHold(_conditions, PathPrefix.NameOf(path.Span), path.Span, kind, depth)
            && new FileMatch(path.ToArray(), depth, kind, file) is var found && _bound.Holds(found) ? found : null;
    }

    private FileMatch? TryTake(FileNode start, ReadOnlyMemory<byte> path, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        try
        {
            return Test(start, path, 0);
        }
        catch (OciFsException error)
        {
            failed(path, error);
            return null;
        }
    }

    private FileMatch? TryTake(FileWalk walk, PathPrefix paths, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        var depth = walk.Depth + 1;
        if (depth >= _conditions.MostDepth)
        {
            walk.SkipDirectory();
        }

        if (!BoundConditions.MayHold(_conditions, walk.Name, paths.Of(walk.Path), walk.Kind, depth))
        {
            return null;
        }

        try
        {
            var found = new FileMatch(paths.Of(walk.Path).ToArray(), depth, walk.Kind, walk.Node);
            return _bound.Holds(found) ? found : null;
        }
        catch (OciFsException error)
        {
            failed(paths.Of(walk.Path).ToArray(), error);
            return null;
        }
    }

    // Null at the end; false where a directory could not be read.
    private static bool? TryMove(FileWalk walk, PathPrefix paths, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        try
        {
            return walk.MoveNext() ? true : null;
        }
        catch (OciFsException error)
        {
            failed(paths.Of(walk.Path).ToArray(), error);
            return false;
        }
    }
}
