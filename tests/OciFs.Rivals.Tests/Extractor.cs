namespace OciFs.Rivals.Tests;

/// <summary>Who says what an archive unpacks to.</summary>
public enum Extractor
{
    /// <summary>GNU tar.</summary>
    GnuTar,

    /// <summary>bsdtar, the program of libarchive.</summary>
    BsdTar,

    /// <summary>Python's tarfile.</summary>
    Python,
}
