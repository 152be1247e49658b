using OciFs.Images;
using OciFs.Searching;
using OciFs.Views;

namespace OciFs.Usage;

/// <summary>What a file, or a directory with all below it, takes.</summary>
/// <param name="Path">Its path: that of where the counting began, and the names that lead on.</param>
/// <param name="Bytes">What it takes.</param>
/// <param name="Depth">Directories between it and where the counting began; 0 is where it began.</param>
/// <param name="IsDirectory">Whether it is a directory.</param>
public readonly record struct UsedSpace(ReadOnlyMemory<byte> Path, long Bytes, int Depth, bool IsDirectory);

/// <summary>
/// Counts as du(1) does what files take, those of several names once, whatever number of places it is asked of; a place that was counted with another is not
/// counted again. One thread.
/// </summary>
/// <param name="isOfContent">Whether bytes of content are counted (<c>--apparent-size</c>), directories too; else those on disk, in blocks of 512 bytes.</param>
/// <param name="starts">All places that will be asked of.</param>
public sealed class DiskUsage(bool isOfContent, IEnumerable<FileNode> starts)
{
    private const long BlockBytes = 512;

    private readonly HashSet<ulong> _starts = [.. starts.Select(start => start.Attributes.Inode)];
    private readonly HashSet<ulong> _counted = [];

    /// <summary>Bytes of all that was counted so far.</summary>
    public long Total { get; private set; }

    /// <summary>What is at and below a place: a directory behind what is in it. What cannot be read is told, and the counting goes on behind it.</summary>
    /// <param name="start">The place.</param>
    /// <param name="path">Its path, as it is to be given.</param>
    /// <param name="failed">Told of a path what cannot be read there.</param>
    public IEnumerable<UsedSpace> Of(FileNode start, ReadOnlyMemory<byte> path, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        var top = start.Attributes;
        if (!TryCount(top))
        {
            yield break;
        }

        if (!UnixMode.IsDirectory(top.Mode))
        {
            yield return new UsedSpace(path, BytesOf(top), 0, false);
            yield break;
        }

        var open = new Stack<(byte[] Path, long Bytes)>([(path.ToArray(), BytesOf(top))]);
        var paths = new PathPrefix(path.Span);
        var walk = start.Walk();
        while (Next(walk, paths, failed) is { } isThere)
        {
            for (; isThere && open.Count > walk.Depth + 1;)
            {
                yield return Close(open);
            }

            if (!isThere || TryTake(walk, paths, failed) is not { } file)
            {
                continue;
            }

            if (walk.Kind is FileKind.Directory)
            {
                open.Push((paths.Of(walk.Path).ToArray(), BytesOf(file)));
            }
            else
            {
                open.Push((open.Peek().Path, BytesOf(file)));
                yield return Close(open) with { Path = paths.Of(walk.Path).ToArray(), IsDirectory = false };
            }
        }

        while (open.Count > 0)
        {
            yield return Close(open);
        }
    }

    private static UsedSpace Close(Stack<(byte[] Path, long Bytes)> open)
    {
        var (path, bytes) = open.Pop();
        if (open.TryPop(out var above))
        {
            open.Push((above.Path, ByteSum.Add(above.Bytes, bytes)));
        }

        return new UsedSpace(path, bytes, open.Count, true);
    }

    private NodeAttributes? TryTake(FileWalk walk, PathPrefix paths, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        try
        {
            var file = walk.Attributes;
            if (TryCount(file))
            {
                return file;
            }

            walk.SkipDirectory();
        }
        catch (OciFsException error)
        {
            walk.SkipDirectory();
            failed(paths.Of(walk.Path).ToArray(), error);
        }

        return null;
    }

    // What has one name is met again only where its directory is, or where it was asked of by itself.
    private bool TryCount(in NodeAttributes file)
    {
        var mayBeMetAgain = file.Links > 1 || (_starts.Count > 1 && (UnixMode.IsDirectory(file.Mode) || _starts.Contains(file.Inode)));
        if (mayBeMetAgain && !_counted.Add(file.Inode))
        {
            return false;
        }

        Total = ByteSum.Add(Total, BytesOf(file));
        return true;
    }

    private long BytesOf(in NodeAttributes file) => isOfContent ? file.Size : file.Blocks * BlockBytes;

    // Null at the end; false where a directory could not be read.
    private static bool? Next(FileWalk walk, PathPrefix paths, Action<ReadOnlyMemory<byte>, OciFsException> failed)
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
