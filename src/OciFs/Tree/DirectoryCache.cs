namespace OciFs.Tree;

/// <summary>The merged directories of any number of trees, those looked at last, within one bound of memory. Any thread.</summary>
/// <param name="capacity">Bound in bytes.</param>
internal sealed class DirectoryCache(long capacity)
{
    private readonly TwoAgeCache<(long Owner, TreeNode Node), MergedDirectory> _directories = new(capacity, directory => directory.Weight);
    private long _lastOwner;

    /// <summary>The bound, in bytes.</summary>
    public long Capacity => capacity;

    /// <summary>About what is taken, in bytes.</summary>
    public long Used => _directories.Weight;

    /// <summary>A number for a tree's directories.</summary>
    public long NewOwner() => Interlocked.Increment(ref _lastOwner);

    /// <summary>Finds a directory and keeps it for longer.</summary>
    public bool TryGet(long owner, TreeNode node, out MergedDirectory? directory) => _directories.TryGet((owner, node), out directory);

    /// <summary>Keeps a directory.</summary>
    public void Add(long owner, TreeNode node, MergedDirectory directory) => _directories.Add((owner, node), directory);
}
