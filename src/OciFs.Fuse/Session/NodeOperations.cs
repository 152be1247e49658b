using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>LOOKUP, GETATTR, READLINK, STATFS.</summary>
internal static class NodeOperations
{
    public static Errno Lookup(Dispatcher dispatcher, ref Exchange exchange)
    {
        var errno = dispatcher.FileSystem.Lookup(exchange.Node, exchange.Name, exchange.Context, out var entry);
        if (errno == Errno.None)
            exchange.Reply.Write(fuse_entry_out.From(entry));
        return errno;
    }

    public static Errno GetAttributes(Dispatcher dispatcher, ref Exchange exchange)
    {
        var errno = dispatcher.FileSystem.GetAttributes(exchange.Node, exchange.Context, out var reply);
        if (errno == Errno.None)
            exchange.Reply.Write(fuse_attr_out.From(reply));
        return errno;
    }

    public static Errno ReadLink(Dispatcher dispatcher, ref Exchange exchange)
    {
        var target = exchange.Reply.Free[..WireLimits.MaxLinkTarget];
        var errno = dispatcher.FileSystem.ReadLink(exchange.Node, target, exchange.Context, out var length);
        if (errno != Errno.None)
            return errno;
        if ((uint)length > (uint)target.Length)
            return Errno.EIO;
        exchange.Reply.Advance(length);
        return Errno.None;
    }

    public static Errno StatFs(Dispatcher dispatcher, ref Exchange exchange)
    {
        var errno = dispatcher.FileSystem.StatFs(exchange.Node, exchange.Context, out var statistics);
        if (errno == Errno.None)
            exchange.Reply.Write(fuse_kstatfs.From(statistics));
        return errno;
    }
}
