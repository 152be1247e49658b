namespace OciFs.Tar.Tests.Tools;

/// <summary>A copy of an entry that outlives the call. Names are Latin-1 text, one character a byte.</summary>
internal sealed record SeenEntry
{
    public required string Name { get; init; }
    public required string LinkName { get; init; }
    public required TarEntryType Type { get; init; }
    public required int Mode { get; init; }
    public required uint Uid { get; init; }
    public required uint Gid { get; init; }
    public required long Size { get; init; }
    public required long DataOffset { get; init; }
    public required long StoredSize { get; init; }
    public required TarTime Modified { get; init; }
    public required TarTime? Accessed { get; init; }
    public required TarTime? Changed { get; init; }
    public required uint DevMajor { get; init; }
    public required uint DevMinor { get; init; }
    public required long HeaderOffset { get; init; }
    public required bool IsSparse { get; init; }
    public required bool NameEndsWithSlash { get; init; }

    /// <summary>"offset+length" of each, with blanks between.</summary>
    public required string Segments { get; init; }

    /// <summary>"name=HEX" of each, with blanks between; a star before those that only libarchive's records told.</summary>
    public required string Xattrs { get; init; }
}
