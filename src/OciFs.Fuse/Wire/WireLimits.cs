namespace OciFs.Fuse.Wire;

/// <summary>Sizes that the protocol fixes, and the bounds put on what comes from the kernel.</summary>
internal static class WireLimits
{
    /// <summary>Longest name in a record or notification: <c>FUSE_NAME_MAX</c> of <c>fs/fuse/fuse_i.h</c>, more in new kernels.</summary>
    public const int MaxName = 1024;

    /// <summary>Longest link target: the kernel reads one page and keeps a byte for the NUL (<c>fuse_readlink_folio</c>).</summary>
    public const int MaxLinkTarget = 4095;

    /// <summary>Size of a request buffer: <c>FUSE_MIN_READ_BUFFER</c>, enough with a <c>max_write</c> of 4,096.</summary>
    public const int RequestBuffer = 8192;

    /// <summary>The <c>max_write</c> answered to INIT: the smallest that the kernel accepts, since nothing is ever written.</summary>
    public const int MaxWrite = 4096;

    /// <summary>Size of a page in the units of <c>max_pages</c>.</summary>
    public const int PageSize = 4096;

    /// <summary>Room that a reply buffer has at least: any fixed-size reply and one page.</summary>
    public const int MinReplyBuffer = 2 * PageSize;

    /// <summary>Rounds up to the protocol's alignment of records (<c>FUSE_REC_ALIGN</c>).</summary>
    /// <param name="length">A length in bytes.</param>
    /// <returns>The next multiple of 8.</returns>
    public static int Align8(int length) => (length + 7) & ~7;
}
