namespace OciFs.Cli.Listing;

/// <summary>What a listing is sorted by; names decide between equals.</summary>
internal enum ListingOrder
{
    /// <summary>Bytes of the name.</summary>
    Name,

    /// <summary>Time of last modification, newest first.</summary>
    Time,

    /// <summary>Bytes, largest first.</summary>
    Size,

    /// <summary>None: the directory's.</summary>
    None,
}

/// <summary>Which names that begin with a dot are listed.</summary>
internal enum HiddenNames
{
    /// <summary>None.</summary>
    None,

    /// <summary>All but <c>.</c> and <c>..</c>.</summary>
    AlmostAll,

    /// <summary>All.</summary>
    All,
}

/// <summary>What <c>ocifs ls</c> was asked for.</summary>
internal sealed record ListingOptions
{
    /// <summary>Which hidden names are shown.</summary>
    public HiddenNames Hidden { get; init; }

    /// <summary>The order.</summary>
    public ListingOrder Order { get; init; }

    /// <summary>Whether the order is turned around.</summary>
    public bool IsReversed { get; init; }

    /// <summary>Whether directories are listed like files.</summary>
    public bool OnlyNames { get; init; }

    /// <summary>Whether directories below are listed too.</summary>
    public bool IsRecursive { get; init; }

    /// <summary>Whether each file has a line with what stat tells.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether owners are numbers.</summary>
    public bool HasNumbers { get; init; }

    /// <summary>Whether times are whole.</summary>
    public bool HasFullTime { get; init; }

    /// <summary>Whether inode numbers are shown.</summary>
    public bool HasInode { get; init; }

    /// <summary>Whether blocks are shown.</summary>
    public bool HasBlocks { get; init; }

    /// <summary>Whether sizes are for people: powers of 1024 with a letter.</summary>
    public bool IsHuman { get; init; }

    /// <summary>Whether a mark behind the name tells the kind.</summary>
    public bool IsClassified { get; init; }

    /// <summary>Whether names are in columns.</summary>
    public bool HasColumns { get; init; }

    /// <summary>Whether names are quoted and coloured for a person.</summary>
    public bool IsForPerson { get; init; }

    /// <summary>Whether kinds have colours.</summary>
    public bool HasColour { get; init; }

    /// <summary>What ends a line.</summary>
    public byte EndOfLine { get; init; } = (byte)'\n';

    /// <summary>Whether a symbolic link that was asked for is listed as what it leads to, where that is a directory.</summary>
    public bool FollowsAsked => !IsLong && !OnlyNames && !IsClassified;
}
