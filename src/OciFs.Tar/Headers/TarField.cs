namespace OciFs.Tar.Headers;

/// <summary>
/// Where the fields of a header are: POSIX.1-2017 pax "ustar Interchange Format", and tar.h of GNU tar for the rest.
/// Offsets and lengths in bytes.
/// </summary>
internal static class TarField
{
    public const int BlockLength = 512;

    public const int Name = 0, NameLength = 100;
    public const int Mode = 100, Uid = 108, Gid = 116, IdLength = 8;
    public const int Size = 124, Modified = 136, NumberLength = 12;
    public const int Checksum = 148, ChecksumLength = 8;
    public const int TypeFlag = 156;
    public const int LinkName = 157, LinkNameLength = 100;
    public const int Magic = 257;
    public const int DevMajor = 329, DevMinor = 337;
    public const int Prefix = 345, PrefixLength = 155;

    public const int StarPrefixLength = 131, StarAccessed = 476, StarChanged = 488, StarTrailer = 508;

    public const int GnuAccessed = 345, GnuChanged = 357;

    /// <summary>Four pairs of offset and length in the header; 21 at the start of each block that continues it.</summary>
    public const int GnuSparse = 386, GnuSparseCount = 4, GnuSparseExtensionCount = 21;

    /// <summary>Not zero: a block of further pairs follows.</summary>
    public const int GnuIsExtended = 482, GnuExtensionIsExtended = 504;

    public const int GnuRealSize = 483;
}
