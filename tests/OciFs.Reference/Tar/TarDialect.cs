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
}
