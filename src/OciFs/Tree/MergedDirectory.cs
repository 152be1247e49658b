namespace OciFs.Tree;

/// <summary>A directory of a merged tree as it was first looked at: what makes it up and what is in it. Immutable.</summary>
internal sealed class MergedDirectory
{
    /// <summary>What makes it up.</summary>
    public required DirectoryParts Parts { get; init; }

    /// <summary>Its visible names, sorted by bytes; null where the one part's own names are just these.</summary>
    public required TreeName[]? Names { get; init; }

    /// <summary>Number of directories in it.</summary>
    public required uint Directories { get; init; }

    /// <summary>About what the record takes, in bytes, with its objects' headers and its place in a cache's table.</summary>
    public long Weight => 256 + (Parts.Content.Length * 8) + ((Names?.Length ?? 0) * 8);
}
