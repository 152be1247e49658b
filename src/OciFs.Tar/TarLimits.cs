namespace OciFs.Tar;

/// <summary>Every length and count that an archive may ask for. What goes beyond is told and skipped, never allocated.</summary>
public static class TarLimits
{
    /// <summary>Bytes of one PAX header: what Go's archive/tar accepts, and so what every container tool can unpack.</summary>
    public const int PaxHeaderBytes = 1 << 20;

    /// <summary>Bytes of a name or link target: PATH_MAX of linux/limits.h; no system call takes more.</summary>
    public const int PathBytes = 4096;

    /// <summary>Bytes of an extended attribute's name: XATTR_NAME_MAX of linux/limits.h.</summary>
    public const int XattrNameBytes = 255;

    /// <summary>Bytes of an extended attribute's value: XATTR_SIZE_MAX of linux/limits.h.</summary>
    public const int XattrValueBytes = 65536;

    /// <summary>
    /// Extended attributes of one entry: each is compared with all before it, so this bounds the work. XATTR_LIST_MAX of
    /// linux/limits.h (64 KiB for all names) leaves room for about as many names of usual length.
    /// </summary>
    public const int XattrCount = 1024;

    /// <summary>Runs of one sparse map: 16 MB of memory at most. A file with a hole every 8 KiB reaches it at 8 GB.</summary>
    public const int SparseSegments = 1_000_000;
}
