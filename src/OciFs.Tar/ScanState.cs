namespace OciFs.Tar;

/// <summary>What a scanner takes the next bytes for.</summary>
internal enum ScanState
{
    /// <summary>A header.</summary>
    Header,

    /// <summary>The second block of the end marker.</summary>
    SecondZeroBlock,

    /// <summary>A block that continues an old GNU sparse header.</summary>
    GnuSparseBlock,

    /// <summary>The sparse map before the content.</summary>
    SparseMapText,

    /// <summary>Content of an extension header, which is kept.</summary>
    Extension,

    /// <summary>Content of an entry, which is skipped.</summary>
    Content,

    /// <summary>What fills up the last block of a content.</summary>
    Padding,

    /// <summary>Nothing: the end marker was seen, the stream is complete, or a fatal problem was told.</summary>
    Ended,
}
