namespace OciFs.Soak;

/// <summary>A tree in a mount and the same one as umoci unpacked it, whose paths are known.</summary>
internal sealed class Tree
{
    private readonly List<string> _files = [];
    private readonly List<string> _folders = [];
    private readonly List<string> _others = [];

    /// <param name="mounted">The tree in a mount.</param>
    /// <param name="unpacked">The tree that tells what is right.</param>
    public Tree(string mounted, string unpacked)
    {
        (Mounted, Unpacked) = (mounted, unpacked);
        Collect(string.Empty);
    }

    public string Mounted { get; }

    public string Unpacked { get; }

    /// <summary>Regular files with content, below the root.</summary>
    public IReadOnlyList<string> Files => _files;

    public IReadOnlyList<string> Folders => _folders;

    /// <summary>Symbolic links and special files.</summary>
    public IReadOnlyList<string> Others => _others;

    private void Collect(string folder)
    {
        _folders.Add(folder);
        foreach (var (name, _) in Folder.List(Path.Join(Unpacked, folder)))
        {
            // A name that is no UTF-8 cannot be said here.
            if (name.Contains('\uFFFD', StringComparison.Ordinal))
                continue;
            var path = Path.Join(folder, name);
            var facts = FileFacts.Of(Path.Join(Unpacked, path));
            if (facts.IsDirectory)
                Collect(path);
            else if (facts is { IsRegular: true, Size: > 0 })
                _files.Add(path);
            else
                _others.Add(path);
        }
    }
}
