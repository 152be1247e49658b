using OciFs.Images;

namespace OciFs.Cli.Listing;

/// <summary>One run of <c>ocifs ls</c>: which files and directories it comes by, in their order. Directories wait on an explicit stack.</summary>
/// <param name="image">What is looked into.</param>
/// <param name="options">What is shown.</param>
internal sealed class ListingRun(ImageFiles image, ListingOptions options)
{
    private readonly List<ListedFile> _files = [];
    private readonly List<ListedFile> _directories = [];

    /// <summary>How many files were asked for, patterns resolved; those that failed count.</summary>
    public int Asked { get; private set; }

    /// <summary>Finds what was asked for.</summary>
    /// <param name="path">A PATH.</param>
    /// <exception cref="OciFsException">There is no such file, or it cannot be had.</exception>
    public void Add(string path)
    {
        Asked++;
        var found = image.Expand(path, followLast: false);
        Asked += found.Count - 1;
        foreach (var file in found)
        {
            var node = file.Node.Kind is FileKind.SymbolicLink && options.FollowsAsked && TryFollow(file.Path) is { Kind: FileKind.Directory } led ? led : file.Node;
            (node.Kind is FileKind.Directory && !options.OnlyNames ? _directories : _files).Add(new ListedFile(file.Path, node));
        }
    }

    /// <summary>Prints all.</summary>
    public void Print(FileLister lister)
    {
        if (_files.Count > 0)
        {
            lister.PrintFiles([.. _files], _directories);
        }

        foreach (var (files, path) in Directories())
        {
            try
            {
                lister.PrintDirectory(path, files, options.IsRecursive || Asked > 1);
            }
            catch (OciFsException error)
            {
                lister.Fail(ByteText.Decode(path), error);
            }
        }
    }

    /// <summary>All files that are listed, each with its path.</summary>
    public IEnumerable<ListedFile> Flat(FileLister lister)
    {
        foreach (var file in FileOrder.Sorted([.. _files], options))
        {
            yield return file;
        }

        foreach (var (files, path) in Directories())
        {
            foreach (var file in Guarded(files.All, path, lister))
            {
                yield return file with { Name = Join(path, file.Name) };
            }
        }
    }

    /// <summary>What a path leads to; null where it leads nowhere.</summary>
    public FileNode? TryFollow(byte[] path)
    {
        try
        {
            return image.Resolve(ByteText.Decode(path));
        }
        catch (OciFsException)
        {
            return null;
        }
    }

    /// <summary>A path with a name behind it.</summary>
    public static byte[] Join(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name) => path is [.., (byte)'/'] ? [.. path, .. name] : [.. path, (byte)'/', .. name];

    // Each directory before those in it; what it holds is gone through when its turn comes.
    private IEnumerable<(DirectoryFiles Files, byte[] Path)> Directories()
    {
        foreach (var top in FileOrder.Sorted([.. _directories], options))
        {
            var above = new Stack<(IEnumerator<ListedFile> Left, byte[] Path, FileNode Node)>();
            var files = new DirectoryFiles(top.Node, ParentOf(top), options, !IsOfTree(top.Name));
            yield return (files, top.Name);
            if (options.IsRecursive)
            {
                above.Push((Guarded(files.Directories, top.Name, null).GetEnumerator(), top.Name, top.Node));
            }

            while (above.TryPeek(out var level))
            {
                if (!level.Left.MoveNext())
                {
                    above.Pop().Left.Dispose();
                    continue;
                }

                var path = Join(level.Path, level.Left.Current.Name);
                files = new DirectoryFiles(level.Left.Current.Node, level.Node, options, !IsOfTree(path));
                yield return (files, path);
                above.Push((Guarded(files.Directories, path, null).GetEnumerator(), path, level.Left.Current.Node));
            }
        }
    }

    // What fails ends where it fails. Told where there is somebody to tell; else it was told when the directory was listed.
    private static IEnumerable<ListedFile> Guarded(IEnumerable<ListedFile> files, byte[] path, FileLister? lister)
    {
        using var rest = files.GetEnumerator();
        while (true)
        {
            try
            {
                if (!rest.MoveNext())
                {
                    yield break;
                }
            }
            catch (OciFsException error)
            {
                lister?.Fail(ByteText.Decode(path), error);
                yield break;
            }

            yield return rest.Current;
        }
    }

    private static bool IsOfTree(ReadOnlySpan<byte> path) => path.StartsWith("//"u8);

    private FileNode ParentOf(in ListedFile directory) =>
        options.Hidden is HiddenNames.All ? image.Resolve(ByteText.Decode(Join(directory.Name, ".."u8))) : directory.Node;
}
