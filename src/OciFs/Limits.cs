using OciFs.Tar;

namespace OciFs;

/// <summary>
/// Every length, depth and count that outside data may ask for. What goes beyond is told by name and refused, never allocated.
/// </summary>
public static class Limits
{
    /// <summary>
    /// Bytes of one JSON document (index, manifest, config). 4 MiB is what a manifest may have at every registry (distribution-spec,
    /// "Pushing Manifests"); the rest is room for the index of a store of some 200,000 images.
    /// </summary>
    public const int DocumentBytes = 64 << 20;

    /// <summary>
    /// Levels of objects and arrays in a document. No field of the image-spec is deeper than 5; the rest is room for vendors' extensions,
    /// and parsing stays far from the end of the stack.
    /// </summary>
    public const int DocumentDepth = 64;

    /// <summary>
    /// Bytes that a descriptor may claim: 4 EiB, half of what a file offset can say, so that sums and roundings of sizes do not overflow.
    /// </summary>
    public const long DescriptorBytes = 1L << 62;

    /// <summary>
    /// Indexes within indexes. The image-spec allows any number, real ones have 2 or 3; a walk this deep needs no big stack.
    /// </summary>
    public const int IndexDepth = 16;

    /// <summary>
    /// Descriptors met from one name on: an image of every platform there is has some 30; at this number a walk still ends in seconds.
    /// </summary>
    public const int DescriptorsPerWalk = 100_000;

    /// <summary>
    /// Layers of one image: their numbers fit 12 bits of a node's id. Kernel overlays end at 500 (OVL_MAX_STACK in fs/overlayfs), Docker at
    /// 125 (maxLayerDepth of its layer store).
    /// </summary>
    public const int LayersPerImage = 4096;

    /// <summary>Entries of one layer: their numbers fit 28 bits of a node's id.</summary>
    public const int EntriesPerLayer = 1 << 28;

    /// <summary>Bytes of a path in a layer: PATH_MAX of linux/limits.h; no system call takes more.</summary>
    public const int PathBytes = TarLimits.PathBytes;

    /// <summary>Bytes of one name: NAME_MAX of linux/limits.h; no filesystem of the kernel shows more.</summary>
    public const int NameBytes = 255;

    /// <summary>
    /// Directories below each other. A path of <see cref="PathBytes"/> could have 2,048; no real tree comes near half of it.
    /// </summary>
    public const int PathDepth = 1024;

    /// <summary>Bytes of one PAX header.</summary>
    public const int PaxRecordBytes = TarLimits.PaxHeaderBytes;

    /// <summary>Bytes of the value of an extended attribute: XATTR_SIZE_MAX of linux/limits.h.</summary>
    public const int XattrValueBytes = TarLimits.XattrValueBytes;

    /// <summary>Runs of data in one sparse file.</summary>
    public const int SparseSegments = TarLimits.SparseSegments;

    /// <summary>
    /// Bytes of a zstd window: what <c>zstd -d</c> takes without <c>--long</c>, and so what every container tool can unpack
    /// (ZSTD_WINDOWLOG_LIMIT_DEFAULT of zstd.h).
    /// </summary>
    public const int ZstdWindowBytes = 128 << 20;

    /// <summary>Decoded blocks kept, in bytes: the working set of a few readers; the rest is left to the page cache.</summary>
    public const long BlockCacheBytes = 32 << 20;

    /// <summary>
    /// Bytes that the folder of indexes keeps: an index is under 1% of the layer, so this is what some 500 GB of layers need.
    /// </summary>
    public const long IndexCacheBytes = 4L << 30;

    /// <summary>
    /// Layers that are read for the first time at once: each keeps about one core busy, and more would only share its caches.
    /// </summary>
    public static int FirstPassesAtOnce => Environment.ProcessorCount;

    /// <summary>How long an index is kept that nobody opens: a quarter, the rhythm of most releases.</summary>
    public static TimeSpan IndexCacheAge => TimeSpan.FromDays(92);
}
