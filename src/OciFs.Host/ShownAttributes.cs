namespace OciFs.Host;

/// <summary>What every file is to look like instead of what its layer says (the options uid=, gid=, umask=).</summary>
public readonly record struct ShownAttributes
{
    /// <summary>Owner of all files; null for each one's own.</summary>
    public uint? Uid { get; init; }

    /// <summary>Group of all files; null for each one's own.</summary>
    public uint? Gid { get; init; }

    /// <summary>Permission bits that no file has.</summary>
    public uint Umask { get; init; }
}
