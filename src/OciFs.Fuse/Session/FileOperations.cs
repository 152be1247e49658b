using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>OPEN, READ, LSEEK.</summary>
internal static class FileOperations
{
    /// <summary>Refuses where that makes the kernel open files by itself (and keep their pages), else opens without a handle.</summary>
    public static Errno Open(Dispatcher dispatcher, ref Exchange exchange)
    {
        if (dispatcher.Connection.Has(FuseInitFlags.FUSE_NO_OPEN_SUPPORT))
            return Errno.ENOSYS;
        exchange.Reply.Write(new fuse_open_out { open_flags = (uint)FuseOpenFlags.FOPEN_KEEP_CACHE });
        return Errno.None;
    }

    public static Errno Read(Dispatcher dispatcher, ref Exchange exchange)
    {
        RequestReader.TryRead<fuse_read_in>(exchange.Body, out var read);
        if (read.size > (uint)exchange.Reply.Free.Length || read.offset > long.MaxValue)
            return Errno.EINVAL;
        var destination = exchange.Reply.Free[..(int)read.size];
        var errno = dispatcher.FileSystem.Read(exchange.Node, (long)read.offset, destination, exchange.Context, out var length);
        if (errno != Errno.None)
            return errno;
        if ((uint)length > (uint)destination.Length)
            return Errno.EIO;
        exchange.Reply.Advance(length);
        return Errno.None;
    }

    public static Errno Seek(Dispatcher dispatcher, ref Exchange exchange)
    {
        RequestReader.TryRead<fuse_lseek_in>(exchange.Body, out var seek);
        // Other kinds of seeking need no server: the kernel does them.
        var target = (SeekTarget)seek.whence;
        if (target is not (SeekTarget.Data or SeekTarget.Hole))
            return Errno.EINVAL;
        // A negative place is to these two one behind the end (fs/read_write.c, generic_file_llseek_size).
        if (seek.offset > long.MaxValue)
            return Errno.ENXIO;
        var errno = dispatcher.FileSystem.Seek(exchange.Node, (long)seek.offset, target, exchange.Context, out var found);
        if (errno == Errno.None)
            exchange.Reply.Write(new fuse_lseek_out { offset = (ulong)found });
        return errno;
    }
}
