using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>The answer to INIT, as a function of what the kernel offers.</summary>
internal static class Negotiation
{
    /// <summary>The protocol's major version (<c>FUSE_KERNEL_VERSION</c>).</summary>
    public const uint Major = 7;

    /// <summary>The newest minor version that the structures and opcodes here are known to fit.</summary>
    public const uint NewestMinor = 45;

    /// <summary>The oldest minor version served: Linux 5.4, the first with all structures at their present sizes.</summary>
    public const uint OldestMinor = 31;

    /// <summary>
    /// Linux 6.16, which asks for a listing by replies of up to 1 MiB. Before, they are a page, so that READDIRPLUS always would take four times
    /// as many: the kernel's own choice is better there.
    /// </summary>
    private const uint FirstLongListings = 44;

    private const FuseInitFlags Wanted =
        FuseInitFlags.FUSE_ASYNC_READ
        | FuseInitFlags.FUSE_DO_READDIRPLUS
        | FuseInitFlags.FUSE_NO_OPEN_SUPPORT
        | FuseInitFlags.FUSE_PARALLEL_DIROPS
        | FuseInitFlags.FUSE_ABORT_ERROR
        | FuseInitFlags.FUSE_MAX_PAGES
        | FuseInitFlags.FUSE_CACHE_SYMLINKS
        | FuseInitFlags.FUSE_NO_OPENDIR_SUPPORT
        | FuseInitFlags.FUSE_EXPLICIT_INVAL_DATA
        | FuseInitFlags.FUSE_INIT_EXT
        | FuseInitFlags.FUSE_HAS_EXPIRE_ONLY
        | FuseInitFlags.FUSE_OVER_IO_URING;

    /// <summary>Chooses version and features.</summary>
    /// <param name="request">The kernel's offer.</param>
    /// <param name="options">The server's limits.</param>
    /// <param name="prepareRing">Makes what io_uring needs, and says whether it is there; asked only when it is offered.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="connection">What is agreed; null when the kernel is to ask again with our major version, or nothing is.</param>
    /// <returns><see cref="Errno.EPROTO"/> when the kernel is too old.</returns>
    public static Errno Answer(
        fuse_init_in request, SessionOptions options, Func<bool> prepareRing, out fuse_init_out reply, out Connection? connection)
    {
        reply = new fuse_init_out { major = Major, minor = NewestMinor };
        connection = null;
        if (request.major > Major)
            return Errno.None;
        if (request.major < Major || request.minor < OldestMinor)
            return Errno.EPROTO;

        var minor = Math.Min(request.minor, NewestMinor);
        var flags = Choose(request, options);
        if (flags.HasFlag(FuseInitFlags.FUSE_OVER_IO_URING) && !prepareRing())
            flags &= ~FuseInitFlags.FUSE_OVER_IO_URING;
        connection = new Connection(minor, flags);
        reply = new fuse_init_out
        {
            major = Major,
            minor = minor,
            max_readahead = request.max_readahead,
            flags = (uint)flags,
            flags2 = (uint)((ulong)flags >> 32),
            max_background = options.MaxBackground,
            congestion_threshold = (ushort)Math.Max(1, options.MaxBackground * 3 / 4),
            max_write = WireLimits.MaxWrite,
            time_gran = 1,
            max_pages = (ushort)(options.MaxRequestBytes / WireLimits.PageSize),
        };
        return Errno.None;
    }

    private static FuseInitFlags Choose(fuse_init_in request, SessionOptions options)
    {
        ulong offered = request.flags;
        if ((offered & (ulong)FuseInitFlags.FUSE_INIT_EXT) != 0)
            offered |= (ulong)request.flags2 << 32;
        var wanted = options.PosixAcl ? Wanted | FuseInitFlags.FUSE_POSIX_ACL : Wanted;
        if (request.minor < FirstLongListings)
            wanted |= FuseInitFlags.FUSE_READDIRPLUS_AUTO;
        return wanted & (FuseInitFlags)offered;
    }
}
