namespace OciFs.Tar;

/// <summary>What can be wrong with an archive. What each leaves in <see cref="TarProblem"/> is said here.</summary>
public enum TarProblemKind
{
    /// <summary>The stream ends within a header or content. Fatal; Value is the number of bytes that are known to be missing.</summary>
    Truncated,

    /// <summary>A header whose checksum is wrong: no tar, or a damaged one. Fatal.</summary>
    BadChecksum,

    /// <summary>A single block of zeros with a header behind it: no container tool accepts it. Fatal.</summary>
    LoneZeroBlock,

    /// <summary>A header field (Subject) that is no number. Fatal when it is the size.</summary>
    BadNumber,

    /// <summary>A size (Value) that is negative or leads beyond 2^63. Fatal.</summary>
    BadSize,

    /// <summary>
    /// A PAX header whose records cannot be told apart. The entry it describes is skipped, by a size among the records before the fault
    /// or else by its own header's. A global header is left out as a whole.
    /// </summary>
    BadPaxRecord,

    /// <summary>A PAX record (Subject is its key) whose value cannot be. The entry is skipped; fatal when it is the size.</summary>
    BadPaxValue,

    /// <summary>A sparse map that is malformed, unordered, beyond the file's size or not what is stored. The entry is skipped.</summary>
    BadSparseMap,

    /// <summary>A typeflag (Value) without meaning in an image. The entry is skipped; fatal for sparse files of star's own kind.</summary>
    UnsupportedType,

    /// <summary>An extension header at the end of the archive, with no entry behind it.</summary>
    OrphanedExtension,

    /// <summary>More than <see cref="TarLimits.PaxHeaderBytes"/> in one PAX header. The entry it describes is skipped.</summary>
    PaxHeaderTooLong,

    /// <summary>A name or link target over <see cref="TarLimits.PathBytes"/>. The entry is skipped.</summary>
    PathTooLong,

    /// <summary>An extended attribute's name over <see cref="TarLimits.XattrNameBytes"/>. The entry is skipped.</summary>
    XattrNameTooLong,

    /// <summary>An extended attribute (Subject) over <see cref="TarLimits.XattrValueBytes"/>. The entry is skipped.</summary>
    XattrValueTooLong,

    /// <summary>More than <see cref="TarLimits.XattrCount"/> extended attributes. The entry is skipped.</summary>
    TooManyXattrs,

    /// <summary>More than <see cref="TarLimits.SparseSegments"/> runs in a sparse map. The entry is skipped.</summary>
    TooManySegments,
}
