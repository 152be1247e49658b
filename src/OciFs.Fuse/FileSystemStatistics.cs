namespace OciFs.Fuse;

/// <summary>What <c>statfs</c> tells of a mount.</summary>
public readonly record struct FileSystemStatistics
{
    /// <summary>Size of a block in bytes: the unit of the counts below.</summary>
    public required uint BlockSize { get; init; }

    /// <summary>Blocks in all.</summary>
    public ulong Blocks { get; init; }

    /// <summary>Blocks that are free.</summary>
    public ulong FreeBlocks { get; init; }

    /// <summary>Inodes in all; 0 when nobody counted.</summary>
    public ulong Files { get; init; }

    /// <summary>The longest file name in bytes.</summary>
    public uint NameLength { get; init; }

    /// <summary>A full file system of no known size.</summary>
    public static FileSystemStatistics Unknown => new() { BlockSize = 4096, NameLength = 255 };
}
