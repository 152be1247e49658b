namespace OciFs.Comparing;

/// <summary>How a path differs between two trees.</summary>
public enum DifferenceKind
{
    /// <summary>Only the second tree has it.</summary>
    Added,

    /// <summary>Only the first tree has it.</summary>
    Removed,

    /// <summary>Both have it, not alike.</summary>
    Changed,
}
