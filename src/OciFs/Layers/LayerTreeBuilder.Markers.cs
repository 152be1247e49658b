namespace OciFs.Layers;

/// <content>Markers whose directory was taken away later in the layer: they hide what lower layers have all the same (design §4.1).</content>
internal sealed partial class LayerTreeBuilder
{
    private readonly List<(byte[] Path, uint Inode)> _orphans = [];
    private long _orphanBytes;

    /// <summary>Ends the tree: puts orphaned markers back where their directory is again.</summary>
    public void Complete()
    {
        foreach (var (orphan, inode) in _orphans)
        {
            if (_path.Parse(orphan) is null && FindFolder(orphan) is { } directory)
            {
                var slot = SlotFor(directory, _path.Component(orphan, _path.Count - 1));
                if (Names[slot].Inode == Absent)
                {
                    Bind(slot, inode);
                }
                else if (IsDirectory(Names[slot].Inode))
                {
                    Inodes[(int)Names[slot].Inode].Flags |= LayerInodeFlags.MarkerToo;
                }
            }
        }
    }

    private static LayerInode Marker() => new() { Mode = UnixMode.Regular, Flags = LayerInodeFlags.Marker };

    private void AddOrphan(byte[] path, uint inode)
    {
        _orphans.Add((path, inode));
        _orphanBytes += path.Length;
    }

    /// <summary>The directory of a path, made for the marker's sake where nothing stands in its place; null where something does.</summary>
    private uint? FindFolder(byte[] orphan)
    {
        uint directory = LayerIndex.Root;
        for (var i = 0; i < _path.Count - 1; i++)
        {
            var name = _path.Component(orphan, i);
            var found = Find(directory, name);
            if (found == Absent)
            {
                found = AddInode(ImpliedDirectory(default), directory);
                Bind(SlotFor(directory, name), found);
            }

            if (!IsDirectory(found))
            {
                return null;
            }

            directory = found;
        }

        return directory;
    }
}
