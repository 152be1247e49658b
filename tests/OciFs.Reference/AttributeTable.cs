namespace OciFs.Reference;

/// <summary>Attributes of files by inode number, within one file system.</summary>
public sealed class AttributeTable
{
    private readonly Dictionary<ulong, EntryAttributes> byInode = [];

    /// <summary>Number of inodes known.</summary>
    public int Count => byInode.Count;

    public EntryAttributes? TryGet(ulong inode) => byInode.GetValueOrDefault(inode);

    /// <summary>Sets anew: numbers of removed files come back for other ones.</summary>
    public void Set(ulong inode, EntryAttributes attributes) => byInode[inode] = attributes;

    public void Remove(ulong inode) => byInode.Remove(inode);
}
