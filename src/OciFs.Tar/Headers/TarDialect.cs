namespace OciFs.Tar.Headers;

/// <summary>What the bytes from 257 on mean, told by the magic.</summary>
internal enum TarDialect
{
    /// <summary>No magic: nothing behind the link name.</summary>
    V7,

    /// <summary>POSIX: prefix of 155 bytes; also the headers of PAX archives.</summary>
    Ustar,

    /// <summary>Schilling's star: POSIX magic and "tar\0" at 508; prefix of 131 bytes, then atime and ctime.</summary>
    Star,

    /// <summary>GNU before POSIX: atime, ctime and the sparse map where POSIX has its prefix.</summary>
    Gnu,
}
