namespace OciFs.Fuse.Wire;

/// <summary>The INIT flags of <c>linux/fuse.h</c> that this server speaks of; bits 32 and up travel in <c>flags2</c>.</summary>
[Flags]
internal enum FuseInitFlags : ulong
{
    None = 0,

    /// <summary>Several reads of one file at once.</summary>
    FUSE_ASYNC_READ = 1 << 0,

    /// <summary>READDIRPLUS exists.</summary>
    FUSE_DO_READDIRPLUS = 1 << 13,

    /// <summary>The kernel chooses between READDIR and READDIRPLUS by what programs do with the names.</summary>
    FUSE_READDIRPLUS_AUTO = 1 << 14,

    /// <summary>ENOSYS to OPEN means that no file needs opening.</summary>
    FUSE_NO_OPEN_SUPPORT = 1 << 17,

    /// <summary>Lookups and listings of one directory at once.</summary>
    FUSE_PARALLEL_DIROPS = 1 << 18,

    /// <summary>The kernel understands, checks and caches <c>system.posix_acl_*</c>; implies default_permissions.</summary>
    FUSE_POSIX_ACL = 1 << 20,

    /// <summary>After an abort, reading the device gives ECONNABORTED, not ENODEV.</summary>
    FUSE_ABORT_ERROR = 1 << 21,

    /// <summary><c>max_pages</c> of the reply counts.</summary>
    FUSE_MAX_PAGES = 1 << 22,

    /// <summary>Link targets are cached.</summary>
    FUSE_CACHE_SYMLINKS = 1 << 23,

    /// <summary>ENOSYS to OPENDIR means that no directory needs opening.</summary>
    FUSE_NO_OPENDIR_SUPPORT = 1 << 24,

    /// <summary>Cached pages go only when a notification says so.</summary>
    FUSE_EXPLICIT_INVAL_DATA = 1 << 25,

    /// <summary><c>flags2</c> counts, in both directions.</summary>
    FUSE_INIT_EXT = 1 << 30,

    /// <summary>INVAL_ENTRY knows <c>FUSE_EXPIRE_ONLY</c>.</summary>
    FUSE_HAS_EXPIRE_ONLY = 1UL << 35,

    /// <summary>Requests come by io_uring once every queue has an entry, and wait until then.</summary>
    FUSE_OVER_IO_URING = 1UL << 41,
}
