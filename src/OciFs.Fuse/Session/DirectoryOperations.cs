using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>OPENDIR, READDIR, READDIRPLUS.</summary>
internal static class DirectoryOperations
{
    /// <summary>Refuses where that makes the kernel open directories by itself (and keep listings), else opens without a handle.</summary>
    public static Errno Open(Dispatcher dispatcher, ref Exchange exchange)
    {
        if (dispatcher.Connection.Has(FuseInitFlags.FUSE_NO_OPENDIR_SUPPORT))
            return Errno.ENOSYS;
        var flags = FuseOpenFlags.FOPEN_KEEP_CACHE | FuseOpenFlags.FOPEN_CACHE_DIR;
        exchange.Reply.Write(new fuse_open_out { open_flags = (uint)flags });
        return Errno.None;
    }

    public static Errno Read(Dispatcher dispatcher, ref Exchange exchange) => Read(dispatcher, ref exchange, false);

    public static Errno ReadPlus(Dispatcher dispatcher, ref Exchange exchange) => Read(dispatcher, ref exchange, true);

    private static Errno Read(Dispatcher dispatcher, ref Exchange exchange, bool withAttributes)
    {
        RequestReader.TryRead<fuse_read_in>(exchange.Body, out var read);
        if (read.offset > long.MaxValue)
            return Errno.EINVAL;
        var room = exchange.Reply.Free;
        var writer = new DirectoryWriter(room[..(int)Math.Min(read.size, (uint)room.Length)], withAttributes);
        var errno = dispatcher.FileSystem.ReadDirectory(exchange.Node, (long)read.offset, exchange.Context, ref writer);
        if (errno != Errno.None)
            return errno;
        // An empty answer ends the list, so a buffer too small for one entry must not look like one.
        if (writer is { IsFull: true, Written: 0 })
            return Errno.EINVAL;
        exchange.Reply.Advance(writer.Written);
        return Errno.None;
    }
}
