namespace OciFs.Views;

/// <summary>A directory whose names follow the store: listed as it stood when the listing began.</summary>
/// <remarks>A listing that goes on is served from the snapshot it began with, as long as no other listing of the directory has begun since.</remarks>
internal abstract class SnapshotView(ImageTree tree, string key) : View(tree, key)
{
    private readonly Dictionary<ulong, Row[]> _snapshots = [];
    private readonly Lock _gate = new();

    /// <summary>One name of a snapshot.</summary>
    internal readonly record struct Row(byte[] Name, ulong Inode, uint Mode, NodeId Node);

    /// <inheritdoc/>
    public override object OpenDirectory(ulong directory, bool fromStart)
    {
        lock (_gate)
        {
            if (!fromStart && _snapshots.TryGetValue(directory, out var begun))
            {
                return begun;
            }
        }

        var rows = Snapshot(directory);
        lock (_gate)
        {
            return _snapshots[directory] = rows;
        }
    }

    /// <inheritdoc/>
    public override bool TryGetItem(object directory, long place, out DirectoryItem item)
    {
        var rows = (Row[])directory;
        if (place >= rows.Length)
        {
            item = default;
            return false;
        }

        ref readonly var row = ref rows[place];
        item = new DirectoryItem
        {
            Name = row.Name,
            Inode = row.Inode,
            Mode = row.Mode,
            Node = row.Node,
            Next = place + 1,
            MayChange = true,
        };
        return true;
    }

    /// <inheritdoc/>
    public override int Read(ulong file, long offset, Span<byte> destination) => throw WrongKind("regular file");

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadLink(ulong link) => throw WrongKind("symbolic link");

    /// <inheritdoc/>
    public override IEnumerable<NodeId> ListedThatFollow()
    {
        lock (_gate)
        {
            return [.. _snapshots.Keys.Select(IdOf)];
        }
    }

    /// <summary>The names of a directory now, sorted by bytes.</summary>
    protected abstract Row[] Snapshot(ulong directory);

    /// <summary>Attributes of a folder that follows the store.</summary>
    protected NodeAttributes FolderAttributes(ulong node) => new()
    {
        Inode = InodeNumber(node),
        Mode = UnixMode.Directory | 0x16D,
        Links = 1,
        MayChange = true,
    };
}
