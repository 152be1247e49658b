using System.Text;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Views;

/// <summary><c>repositories/</c>: the names of <c>images/</c> once more, split at their slashes and at the tag, as links.</summary>
internal sealed class RepositoriesView : SnapshotView
{
    private readonly string _key;
    private readonly Func<StoreListing> _list;
    private readonly Lock _gate = new();
    private readonly List<string> _paths = [];
    private readonly Dictionary<string, ulong> _numbers = new(StringComparer.Ordinal);
    private (StoreListing Listing, Dictionary<string, SortedDictionary<string, string?>> Folders)? _nested;

    /// <param name="tree">The tree it is part of.</param>
    /// <param name="place">What keys of this place in the tree begin with; empty for the root's own folder.</param>
    /// <param name="list">The names; the same instance while they do not change.</param>
    public RepositoriesView(ImageTree tree, string place, Func<StoreListing> list)
        : base(tree, place + "repositories")
    {
        _key = place + "repositories";
        _list = list;
        _ = NumberOf(string.Empty);
    }

    /// <inheritdoc/>
    public override ulong Top => 1;

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name)
    {
        var path = PathOf(directory);
        var segment = Encoding.UTF8.GetString(name);
        return Folders().TryGetValue(path, out var folder) && folder.ContainsKey(segment)
            ? TreeEntry.Changing(IdOf(NumberOf(path + "/" + segment)))
            : TreeEntry.Changing(default);
    }

    /// <inheritdoc/>
    public override NodeAttributes GetAttributes(ulong node) => Target(node) is { } target
        ? new NodeAttributes { Inode = InodeOf(node), Mode = UnixMode.SymbolicLink | 0x1FF, Links = 1, Size = target.Length, MayChange = true }
        : FolderAttributes(node) with { Inode = InodeOf(node) };

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadLink(ulong link) => Target(link) ?? throw WrongKind("symbolic link");

    /// <inheritdoc/>
    protected override Row[] Snapshot(ulong directory)
    {
        var path = PathOf(directory);
        return Folders().TryGetValue(path, out var folder)
            ? [.. folder.Select(pair => RowOf(path + "/" + pair.Key, pair.Key, pair.Value is null)).OrderBy(row => row.Name, ByteOrder.Instance)]
            : [];
    }

    private Row RowOf(string path, string segment, bool isFolder)
    {
        var number = NumberOf(path);
        return new Row(
            Encoding.UTF8.GetBytes(segment), InodeOf(number), isFolder ? UnixMode.Directory : UnixMode.SymbolicLink, IdOf(number));
    }

    // The numbers are given as paths are met; the inode number has to be the same in every process.
    private ulong InodeOf(ulong node) => InodeNumber(_key + PathOf(node), 1);

    private byte[]? Target(ulong node)
    {
        var path = PathOf(node);
        var slash = path.LastIndexOf('/');
        if (slash < 0 || !Folders().TryGetValue(path[..slash], out var folder) || !folder.TryGetValue(path[(slash + 1)..], out var segment)
            || segment is null)
        {
            return null;
        }

        var up = string.Concat(Enumerable.Repeat("../", path.Count(c => c == '/')));
        return Encoding.UTF8.GetBytes($"{up}images/{segment}");
    }

    private string PathOf(ulong node)
    {
        lock (_gate)
        {
            return node - 1 < (ulong)_paths.Count ? _paths[(int)node - 1] : throw NoSuchFile();
        }
    }

    private ulong NumberOf(string path)
    {
        lock (_gate)
        {
            if (!_numbers.TryGetValue(path, out var number))
            {
                _paths.Add(path);
                number = (ulong)_paths.Count;
                _numbers.Add(path, number);
            }

            return number;
        }
    }

    /// <summary>For each folder its names: a folder (null) or a link to a segment of <c>images/</c>.</summary>
    private Dictionary<string, SortedDictionary<string, string?>> Folders()
    {
        var listing = _list();
        lock (_gate)
        {
            if (_nested is { } nested && ReferenceEquals(nested.Listing, listing))
            {
                return nested.Folders;
            }
        }

        var folders = new Dictionary<string, SortedDictionary<string, string?>>(StringComparer.Ordinal) { [string.Empty] = new(StringComparer.Ordinal) };
        var names = listing.Images.Select(image => (image.Name, Path: RepositoryPath.Of(image.Name))).ToList();
        names.ForEach(name => AddFolders(folders, name.Path));
        names.ForEach(name => AddLink(folders, name.Name, name.Path));

        lock (_gate)
        {
            _nested = (listing, folders);
        }

        return folders;
    }

    private static void AddFolders(Dictionary<string, SortedDictionary<string, string?>> folders, string[] segments)
    {
        var path = string.Empty;
        foreach (var segment in segments[..^1])
        {
            folders[path][segment] = null;
            path += "/" + segment;
            folders.TryAdd(path, new SortedDictionary<string, string?>(StringComparer.Ordinal));
        }
    }

    // Where a name without a tag is a folder too, because other names lie below it, its link is the folder's "latest".
    private static void AddLink(Dictionary<string, SortedDictionary<string, string?>> folders, string name, string[] segments)
    {
        var path = string.Concat(segments[..^1].Select(segment => "/" + segment));
        var (folder, leaf) = folders.TryGetValue($"{path}/{segments[^1]}", out var own) ? (own, "latest") : (folders[path], segments[^1]);
        folder.TryAdd(leaf, PathSegment.Encode(name));
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
