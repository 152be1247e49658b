namespace OciFs.Fuse;

/// <summary>The type of a directory entry: the <c>DT_*</c> values of <c>dirent.h</c>, which are <c>st_mode &gt;&gt; 12</c>.</summary>
public enum FileType
{
    /// <summary>Not told; readers then ask for the attributes.</summary>
    Unknown = 0,

    /// <summary>A named pipe.</summary>
    Fifo = 1,

    /// <summary>A character device.</summary>
    CharacterDevice = 2,

    /// <summary>A directory.</summary>
    Directory = 4,

    /// <summary>A block device.</summary>
    BlockDevice = 6,

    /// <summary>A regular file.</summary>
    Regular = 8,

    /// <summary>A symbolic link.</summary>
    SymbolicLink = 10,

    /// <summary>A socket.</summary>
    Socket = 12,
}
