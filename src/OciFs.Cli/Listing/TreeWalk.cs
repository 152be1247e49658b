using OciFs.Images;

namespace OciFs.Cli.Listing;

/// <summary>
/// All files of a tree, each directory before what is in it, by ascending bytes of names. Symbolic links are not followed, so nothing leads in a circle;
/// what waits is on an explicit stack, one listing a level.
/// </summary>
/// <param name="options">Which files.</param>
/// <param name="isSorted">Whether directories give their names by ascending bytes.</param>
/// <param name="fail">Told of directories that cannot be read.</param>
internal sealed class TreeWalk(TreeOptions options, bool isSorted, Action<byte[], OciFsException> fail)
{
    private readonly Stack<Level> _levels = new();

    /// <summary>The files below a directory.</summary>
    /// <param name="top">The directory.</param>
    /// <param name="path">Its path.</param>
    public IEnumerable<TreeFile> Below(FileNode top, byte[] path)
    {
        Enter(top, path);
        while (_levels.TryPeek(out var level))
        {
            if (level.Next is not { } file)
            {
                _levels.Pop();
                continue;
            }

            level.Advance();
            var whole = ListingRun.Join(level.Path, file.Name);
            yield return new TreeFile(file.Name, whole, file.Node, _levels.Count, level.Next is null);
            if (_levels.Count < options.Levels && file.Node.Kind is FileKind.Directory)
            {
                Enter(file.Node, whole);
            }
        }
    }

    private void Enter(FileNode directory, byte[] path)
    {
        var files = new DirectoryFiles(directory, directory, options.Listing, isSorted);
        _levels.Push(new Level(path, options.OnlyDirectories ? files.Directories : files.All, fail));
    }

    // Knows the file behind the one that was given, for lines are drawn by whether there is one.
    private sealed class Level
    {
        private readonly IEnumerator<ListedFile> _files;
        private readonly Action<byte[], OciFsException> _fail;

        public Level(byte[] path, IEnumerable<ListedFile> files, Action<byte[], OciFsException> fail)
        {
            (Path, _files, _fail) = (path, files.GetEnumerator(), fail);
            Advance();
        }

        public byte[] Path { get; }

        public ListedFile? Next { get; private set; }

        public void Advance()
        {
            try
            {
                Next = _files.MoveNext() ? _files.Current : null;
            }
            catch (OciFsException error)
            {
                Next = null;
                _fail(Path, error);
            }
        }
    }
}

/// <summary>A file of a tree.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its path.</param>
/// <param name="Node">The file.</param>
/// <param name="Depth">1 in the top.</param>
/// <param name="IsLast">Whether it is the last of its directory.</param>
internal readonly record struct TreeFile(byte[] Name, byte[] Path, FileNode Node, int Depth, bool IsLast);
