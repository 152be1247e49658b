namespace OciFs.Fuse.Mount;

/// <summary>The outcome of unmounting.</summary>
public enum UnmountResult
{
    /// <summary>It is no longer in the tree.</summary>
    Done,

    /// <summary>Files of it are in use; it stays.</summary>
    Busy,

    /// <summary>Nothing of ours is mounted there.</summary>
    NotMounted,
}
