namespace OciFs.Reference.Tar;

/// <summary>What comes behind the last entry of a tar.</summary>
public enum TarEnd
{
    /// <summary>Two zero blocks, as POSIX asks for.</summary>
    Marker,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>One zero block.</summary>
    OneBlock,

    /// <summary>The marker, and zeros up to a multiple of 20 blocks, as GNU tar fills its records.</summary>
    Record,

    /// <summary>The marker, and bytes that are no tar.</summary>
    Garbage,

    /// <summary>The marker, and another archive, which extraction never sees.</summary>
    AnotherArchive,
}
