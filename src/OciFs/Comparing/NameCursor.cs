using System.Runtime.InteropServices;
using OciFs.Tree;
using OciFs.Views;

namespace OciFs.Comparing;

/// <summary>The names of one directory by ascending bytes, one after the other. One thread.</summary>
internal sealed class NameCursor
{
    private readonly ImageTree _tree;
    private readonly NodeId _directory;
    private readonly DirectoryListing _listing;
    private readonly long[]? _order;
    private long _place;

    /// <summary>Opens a directory.</summary>
    /// <exception cref="OciFsException">It cannot be read.</exception>
    public NameCursor(ImageTree tree, NodeId directory)
    {
        (_tree, _directory) = (tree, directory);
        _listing = Patience.Ask(() => tree.OpenDirectory(directory, fromStart: true));
        Merged = tree.ViewOf(directory) is RootfsView view ? view.Merged.Directory(TreeNode.From(directory.Local)) : null;
        _order = Merged is null ? Sorted() : null;
    }

    /// <summary>What makes up the directory, where it is one of merged layers.</summary>
    public MergedDirectory? Merged { get; }

    /// <summary>The name that it stands at.</summary>
    /// <returns>False behind the last.</returns>
    public bool TryGet(out DirectoryItem item)
    {
        item = default;
        return _order is null ? TryGet(_place, out item) : _place < _order.Length && TryGet(_order[_place], out item);
    }

    /// <summary>Goes on.</summary>
    public void Advance()
    {
        if (_order is not null || !TryGet(_place, out var item))
        {
            _place++;
            return;
        }

        _place = item.Next;
    }

    /// <summary>The file of the name that it stands at.</summary>
    public NodeId NodeOf(in DirectoryItem item)
    {
        if (item.Node != default)
        {
            return item.Node;
        }

        // A listing leaves nodes out that take a look.
        var name = item.Name.ToArray();
        return Patience.Ask(() => _tree.Lookup(_directory, name)) is { Exists: true } found ? found.Node : throw new OciFsException(OciFsError.NotFound, "no such file");
    }

    private bool TryGet(long place, out DirectoryItem item)
    {
        while (true)
        {
            try
            {
                return _listing.TryGet(place, out item);
            }
            catch (NotReadyException unread)
            {
                Patience.Wait(unread);
            }
        }
    }

    // Only merged directories are sorted as they are. What else there is has few names.
    private long[] Sorted()
    {
        List<(byte[] Name, long Place)> names = [];
        for (long place = 0; TryGet(place, out var item); place = item.Next)
        {
            names.Add((item.Name.ToArray(), place));
        }

        CollectionsMarshal.AsSpan(names).Sort((one, other) => one.Name.AsSpan().SequenceCompareTo(other.Name));
        return [.. names.Select(name => name.Place)];
    }
}
