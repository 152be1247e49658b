namespace OciFs.Cli.Listing;

/// <summary>What <c>ocifs tree</c> was asked for.</summary>
internal sealed record TreeOptions
{
    /// <summary>Which names there are.</summary>
    public required ListingOptions Listing { get; init; }

    /// <summary>Levels below the top that are shown.</summary>
    public int Levels { get; init; }

    /// <summary>Whether only directories are shown.</summary>
    public bool OnlyDirectories { get; init; }

    /// <summary>Whether whole paths are shown.</summary>
    public bool HasPaths { get; init; }

    /// <summary>Whether sizes are shown.</summary>
    public bool HasSizes { get; init; }

    /// <summary>Whether a directory's size is that of all in it.</summary>
    public bool HasSums { get; init; }

    /// <summary>Whether sizes are for people.</summary>
    public bool IsHuman { get; init; }
}
