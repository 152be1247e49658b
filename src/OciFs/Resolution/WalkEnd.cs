namespace OciFs.Resolution;

/// <summary>How a walk ended.</summary>
public enum WalkEnd
{
    /// <summary>All was visited that the visitor did not skip.</summary>
    Done,

    /// <summary>The visitor stopped it.</summary>
    Stopped,

    /// <summary>There is more than <see cref="Limits.DescriptorsPerWalk"/>: what lies behind was not visited.</summary>
    LimitReached,
}
