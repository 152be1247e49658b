namespace OciFs.Reference.Tar;

/// <summary>How an entry is written.</summary>
public enum TarDialect
{
    /// <summary>ustar headers, and an extended header (typeflag x) for what does not fit; sparse files as GNU.sparse 1.0.</summary>
    Pax,

    /// <summary>GNU tar's: L and K records, base-256 numbers, typeflag S for sparse files; no xattrs, no nanoseconds.</summary>
    Gnu,

    /// <summary>POSIX 1988: prefix and name, octal numbers; what does not fit cannot be said.</summary>
    Ustar,

    /// <summary>Before POSIX: no magic, no prefix, no devices; a directory is an empty file whose name ends with a slash.</summary>
    V7,

    /// <summary>POSIX headers of star: a prefix of 131 bytes, then atime and ctime, "tar" at the end.</summary>
    Star,

    /// <summary>As <see cref="Pax"/>, sparse files as GNU.sparse 0.0: a record for each offset and each length.</summary>
    PaxSparse00,

    /// <summary>As <see cref="Pax"/>, sparse files as GNU.sparse 0.1: the map in one record.</summary>
    PaxSparse01,
}
