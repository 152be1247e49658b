namespace OciFs.Comparing;

/// <summary>How two trees are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>What counts; nothing else makes a file differ, but that it is there.</summary>
    public FileAspects Aspects { get; init; } = FileAspects.All;

    /// <summary>Whether a directory that one tree alone has stands for all that is below it, which is then not told.</summary>
    public bool OnlyTops { get; init; }
}
