using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>OPEN, READ, LSEEK, RELEASE.</summary>
internal static class FileOperations
{
    /// <summary>
    /// Where the file system does not care, refuses if that makes the kernel open files by itself (and keep their pages), else opens without
    /// a handle.
    /// </summary>
    public static Errno Open(Dispatcher dispatcher, ref Exchange exchange)
    {
        var errno = dispatcher.FileSystem.Open(exchange.Node, exchange.Context, out var handle);
        if (errno == Errno.ENOSYS && !dispatcher.Connection.Has(FuseInitFlags.FUSE_NO_OPEN_SUPPORT))
            errno = Errno.None;
        if (errno == Errno.None)
            exchange.Reply.Write(new fuse_open_out { fh = handle, open_flags = (uint)FuseOpenFlags.FOPEN_KEEP_CACHE });
        return errno;
    }

    public static Errno Release(Dispatcher dispatcher, ref Exchange exchange)
    {
        RequestReader.TryRead<fuse_release_in>(exchange.Body, out var release);
        if (release.fh != 0)
            dispatcher.FileSystem.Release(release.fh);
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
