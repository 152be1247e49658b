using OciFs.Compression;
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
    /// Bytes that the names of an archive's members take, each counted with <see cref="ArchiveBytesPerMember"/>: a million short names. One image has some
    /// 10 members, 10,000 images of one archive 200,000.
    /// </summary>
    public const int ArchiveMemberBytes = 128 << 20;

    /// <summary>What a member takes beside its name: its place, and its row in the table of names.</summary>
    public const int ArchiveBytesPerMember = 100;

    /// <summary>
    /// Descriptors met from one name on: an image of every platform there is has some 30; at this number a walk still ends in seconds.
    /// </summary>
    public const int DescriptorsPerWalk = 100_000;

    /// <summary>
    /// Bytes of documents read from one name on, each once: the largest index, and as much again for all its manifests and configs, which have some kilobytes
    /// each. They stay in memory with the image, and at this number a walk still ends in seconds.
    /// </summary>
    public const int DocumentBytesPerWalk = 2 * DocumentBytes;

    /// <summary>
    /// Documents of a store that are searched for what they are about: 10,000 images of 20 platforms; what is kept of one is some 250 bytes.
    /// </summary>
    public const int ReferrerDocuments = 200_000;

    /// <summary>
    /// Entries of indexes that one search for referrers follows: ten times <see cref="ReferrerDocuments"/>, since an index may be met below several names.
    /// </summary>
    public const int ReferrerDescriptors = 2_000_000;

    /// <summary>
    /// Bytes of documents that one search for referrers reads: 5 KiB for each of <see cref="ReferrerDocuments"/>; manifests have 1 or 2. It ends in seconds.
    /// </summary>
    public const long ReferrerBytes = 1L << 30;

    /// <summary>
    /// Of <see cref="ReferrerBytes"/>, those read from one name on: the largest index, and as much again for what it lists, so that one image does not take what
    /// its neighbours need.
    /// </summary>
    public const long ReferrerBytesPerImage = 2L * DocumentBytes;

    /// <summary>
    /// Names that the title of an artifact's file is split into, folders and its own; one of more is one name. Real ones have fewer than 10, and 4,096 layers of
    /// such titles are 131,072 folders at most.
    /// </summary>
    public const int TitleParts = 32;

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

    /// <summary>
    /// Symbolic links followed on the way of one path: the kernel's MAXSYMLINKS; what it would refuse cannot have been unpacked through.
    /// </summary>
    public const int LinksFollowed = 40;

    /// <summary>
    /// Components walked on the way of one path, those of symbolic links in it counted: twice what a path of <see cref="PathBytes"/> can
    /// have, so that 40 links of such targets do not make each entry of a layer cost a millisecond.
    /// </summary>
    public const int PathSteps = 4096;

    /// <inheritdoc cref="TarLimits.PaxHeaderBytes"/>
    public const int PaxRecordBytes = TarLimits.PaxHeaderBytes;

    /// <inheritdoc cref="TarLimits.XattrNameBytes"/>
    public const int XattrNameBytes = TarLimits.XattrNameBytes;

    /// <inheritdoc cref="TarLimits.XattrValueBytes"/>
    public const int XattrValueBytes = TarLimits.XattrValueBytes;

    /// <inheritdoc cref="TarLimits.XattrCount"/>
    public const int XattrsPerFile = TarLimits.XattrCount;

    /// <summary>
    /// Names and values of all extended attributes of one file: what one PAX header can bring, so that hard links, whose attributes add
    /// to those of their target, bring no more.
    /// </summary>
    public const int XattrBytesPerFile = TarLimits.PaxHeaderBytes;

    /// <inheritdoc cref="TarLimits.SparseSegments"/>
    public const int SparseSegments = TarLimits.SparseSegments;

    /// <summary>
    /// Bytes of extended attributes, access times and sparse maps that are kept of one layer while it is read: room for a label of each
    /// of a million files, or for 8 maps of <see cref="SparseSegments"/> runs; real layers have some kilobytes. Each hard link to a file of many attributes keeps them anew.
    /// </summary>
    public const int ExtrasBytesPerLayer = 128 << 20;

    /// <summary>
    /// Bytes of the index of one layer, and of the tables that it is made from: what one array holds, some 20 million files.
    /// </summary>
    public const int IndexBytesPerLayer = 0x7FFF_FFC7;

    /// <summary>
    /// How long a store that is closed waits for reads under way: a disk that is slow answers in this time, one that hangs never does, and an unmount is
    /// not to wait for it.
    /// </summary>
    public static TimeSpan ClosingTime => TimeSpan.FromSeconds(5);

    /// <summary>
    /// Reads of one layer or blob that wait for its source at once: twice the decoders that live of one, which is what goes on beside each other. A source
    /// that does not answer keeps so many threads of the 64 that serve a mount.
    /// </summary>
    public const int ReadsOfOneLayer = 8;

    /// <summary>
    /// The same of all layers and blobs: six of them whose source does not answer. What needs no source is answered by the other threads.
    /// </summary>
    public const int ReadsOfAllLayers = 48;

    /// <summary>
    /// How long a first pass waits for its source before another may run in its place: longer than any disk that works takes to answer.
    /// </summary>
    public static TimeSpan FirstPassPatience => TimeSpan.FromSeconds(5);

    /// <summary>
    /// Threads that look at once whether a store has changed: a look takes some microseconds, and where its disk does not answer the others go on
    /// with what was read last.
    /// </summary>
    public const int LooksAtStoreAtOnce = 4;

    /// <summary>
    /// Bytes of a file of the index cache that is read into memory instead of mapped: most layers' indexes, 128 KiB at most each. That takes no longer,
    /// and what happens to the file later happens to nobody who has it open.
    /// </summary>
    public const int CachedBytesInMemory = 128 << 10;

    /// <summary>
    /// Bytes of one of the eleven tables of a layer that is being indexed which are memory of the process; a larger one is a file of the cache folder.
    /// Most layers need no file, and a pass some megabytes, whatever the layer has.
    /// </summary>
    public const int TableBytesInMemory = 1 << 20;

    /// <inheritdoc cref="CompressionLimits.ZstdWindowBytes"/>
    public const int ZstdWindowBytes = CompressionLimits.ZstdWindowBytes;

    /// <summary>Lines that <c>error</c> has of one layer: a hostile one may be wrong in each entry, and the first tell what there is to tell.</summary>
    public const int ProblemsPerLayer = 100;

    /// <summary>
    /// Links of one <c>images/</c> that are kept after they were looked up: whoever follows one does so at once, and any number of names may mean one image.
    /// </summary>
    public const int AliasesKept = 4096;

    /// <summary>
    /// Layers that a search over many images keeps open although no image needs them now: each takes a file and a mapping, and a process has 1,024 files where
    /// nobody says more.
    /// </summary>
    public const int IdleLayersInSearch = 256;

    /// <summary>
    /// Bytes of holes of one file that are hashed as the zeros they read as: some seconds of a core. A layer of some kilobytes may have files of 8 EiB without
    /// data; files of virtual disks have some 10 GiB of holes.
    /// </summary>
    public const long HoleBytesHashed = 16L << 30;

    /// <summary>
    /// Bytes that all caches of a store take together where nobody says more (<see cref="MemoryBudget"/>): the working set of some readers, a dozen zstd decoders
    /// of usual windows; the rest is left to the page cache.
    /// </summary>
    public const long MemoryBytes = 128 << 20;

    /// <summary>The least that caches may be given: some blocks and one decoder for each of a few readers.</summary>
    public const long LeastMemoryBytes = 8 << 20;

    /// <summary>
    /// Bytes that the folder of indexes keeps: an index is under 1% of the layer, so this is what some 500 GB of layers need.
    /// </summary>
    public const long IndexCacheBytes = 4L << 30;

    /// <summary>
    /// Levels of pages in a bbolt file: a branch page of 4 KiB leads to 30 others at least, so that 12 levels are more pages than there are numbers; behind
    /// this the pages lead in a circle.
    /// </summary>
    public const int BoltDepth = 64;

    /// <summary>
    /// Bytes of pages that one reading of a bbolt file looks at, each time it looks: containerd's names have a page each, mostly of 4 KiB, so this is
    /// 250,000 of them.
    /// </summary>
    public const long BoltBytesPerReading = 1L << 30;

    /// <summary>
    /// Bytes of a bbolt file that is read into memory at once when it is written to all the time; containerd's of 10,000 images has some 50 MiB.
    /// </summary>
    public const int BoltBytesAtOnce = 128 << 20;

    /// <summary>
    /// Bytes of a line of tar-split data: what it holds at most is a PAX header and the padding before it, in base64.
    /// </summary>
    public const int TarSplitLineBytes = 16 << 20;

    /// <summary>
    /// Redirects of overlay layers that one look-up follows: the kernel stacks 500 layers, and each redirect leads below its own.
    /// </summary>
    public const int OverlayRedirects = 500;

    /// <summary>
    /// Bytes of an image's <c>/etc/passwd</c> or <c>/etc/group</c> that names of owners are taken from: 100,000 users. Beyond it owners are numbers.
    /// </summary>
    public const int OwnerFileBytes = 8 << 20;

    /// <summary>
    /// Bytes of a file that is compared by lines: both are in memory then. What people read the differences of is far below; files beyond it are only told to differ.
    /// </summary>
    public const int ComparedTextBytes = 16 << 20;

    /// <summary>Lines of a file that is compared by lines: each takes some 50 bytes beside its own, and in the worst case some microseconds.</summary>
    public const int ComparedLines = 1 << 20;

    /// <summary>
    /// Folders behind links that one copy which follows them enters, each as often as links lead to it: a root file system whose <c>/bin</c>, <c>/lib</c> and
    /// <c>/sbin</c> are links has some 10,000, and 22 folders of two links each to the next would be 4 million.
    /// </summary>
    public const int LinkedFolders = 250_000;

    /// <summary>
    /// Layers that are read for the first time at once: each keeps about one core busy, and more would only share its caches.
    /// </summary>
    public static int FirstPassesAtOnce => Environment.ProcessorCount;

    /// <summary>
    /// Bytes of a blob whose first pass may run beside <see cref="FirstPassesAtOnce"/>, one at a time: some 20 ms of one core. Who asks for it does not wait until
    /// a layer of gigabytes is read.
    /// </summary>
    public const long SmallPassBytes = 4 << 20;

    /// <summary>
    /// Bytes that a first pass which waits is taken to be shorter by in a second, beside those that come later: a fortieth of what is read in one. It waits some
    /// forty times as long as it will take, at most, for the sake of shorter ones.
    /// </summary>
    public const long FirstPassBytesPerSecond = 5_000_000;

    /// <summary>How much longer a first pass waits, at most, than if all ran as they came: what somebody who asked for a large image bears.</summary>
    public static TimeSpan FirstPassGrace => TimeSpan.FromMinutes(1);

    /// <summary>How long an index is kept that nobody opens: a quarter, the rhythm of most releases.</summary>
    public static TimeSpan IndexCacheAge => TimeSpan.FromDays(92);
}
