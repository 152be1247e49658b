using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>GETXATTR, LISTXATTR.</summary>
internal static class XattrOperations
{
    public static Errno Get(Dispatcher dispatcher, ref Exchange exchange)
    {
        var size = RequestedSize(exchange.Body);
        var destination = Room(ref exchange, size);
        var errno = dispatcher.FileSystem.GetXattr(exchange.Node, exchange.Name, destination, exchange.Context, out var length);
        return errno == Errno.None ? Answer(ref exchange, size, destination.Length, length) : errno;
    }

    public static Errno List(Dispatcher dispatcher, ref Exchange exchange)
    {
        var size = RequestedSize(exchange.Body);
        var destination = Room(ref exchange, size);
        var errno = dispatcher.FileSystem.ListXattr(exchange.Node, destination, exchange.Context, out var length);
        return errno == Errno.None ? Answer(ref exchange, size, destination.Length, length) : errno;
    }

    private static uint RequestedSize(ReadOnlySpan<byte> body)
    {
        RequestReader.TryRead<fuse_getxattr_in>(body, out var request);
        return request.size;
    }

    private static Span<byte> Room(ref Exchange exchange, uint size)
    {
        var room = exchange.Reply.Free;
        return room[..(int)Math.Min(size, (uint)room.Length)];
    }

    private static Errno Answer(ref Exchange exchange, uint size, int room, int length)
    {
        if (length < 0)
            return Errno.EIO;
        if (size == 0)
        {
            exchange.Reply.Write(new fuse_getxattr_out { size = (uint)length });
            return Errno.None;
        }
        if (length > room)
            return Errno.ERANGE;
        exchange.Reply.Advance(length);
        return Errno.None;
    }
}
