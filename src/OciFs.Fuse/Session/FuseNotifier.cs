using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>Tells the kernel to forget what it has cached. For threads of the host's own.</summary>
/// <remarks>
/// Never from within an operation of the filesystem: the kernel takes the directory's or the page's lock here, which the caller of that
/// operation may hold, and both would wait for ever (<c>fuse_reverse_inval_entry</c>, <c>fuse_reverse_inval_inode</c>).
/// <see cref="Errno.ENOENT"/> means that there was nothing cached, <see cref="Errno.ENODEV"/> that the mount has ended.
/// </remarks>
public sealed class FuseNotifier
{
    /// <summary>Bytes that <see cref="Store"/> needs before the content.</summary>
    public const int StoreHeaderLength = NotifyMessage.StoreHeaderLength;

    private const uint FirstSafeStore = 41;

    private readonly Transport _transport;
    private readonly Dispatcher _dispatcher;

    internal FuseNotifier(Transport transport, Dispatcher dispatcher)
    {
        _transport = transport;
        _dispatcher = dispatcher;
    }

    /// <summary>Drops a node's attributes, its listing or link target, and pages.</summary>
    /// <param name="node">The node.</param>
    /// <param name="offset">First byte whose page goes; negative to keep all pages.</param>
    /// <param name="length">Number of bytes; 0 for all to the end.</param>
    /// <returns>The outcome.</returns>
    public Errno InvalidateInode(NodeId node, long offset = 0, long length = 0)
    {
        Span<byte> buffer = stackalloc byte[NotifyMessage.MaxLength];
        return _transport.Notify(NotifyMessage.InvalidateInode(buffer, node, offset, length));
    }

    /// <summary>
    /// Whether <see cref="Store"/> may be used: from Linux 6.12 on, of which it is certain that the rest of a file's last page is cleared
    /// (<c>fuse_notify_store</c>; before 6.11 it showed what had been in memory).
    /// </summary>
    public bool CanStore => _dispatcher.Connection.Minor >= FirstSafeStore;

    /// <summary>Puts content into the kernel's cache, as if it had been read: complete pages, and a last one that ends with the file.</summary>
    /// <param name="node">The file.</param>
    /// <param name="offset">Where the content belongs; a multiple of the page size.</param>
    /// <param name="message">Room for <see cref="StoreHeaderLength"/> bytes, which are overwritten, then the content.</param>
    /// <returns>The outcome.</returns>
    public Errno Store(NodeId node, long offset, Span<byte> message)
    {
        NotifyMessage.WriteStoreHeader(message, node, offset);
        return _transport.Notify(message);
    }

    /// <summary>Drops a name, known or known to be missing, and the listing of its directory. What was mounted below it goes too.</summary>
    /// <param name="parent">The directory.</param>
    /// <param name="name">The name.</param>
    /// <returns>The outcome.</returns>
    public Errno InvalidateEntry(NodeId parent, ReadOnlySpan<byte> name)
    {
        if (!IsName(name))
            return Errno.EINVAL;
        Span<byte> buffer = stackalloc byte[NotifyMessage.MaxLength];
        return _transport.Notify(NotifyMessage.InvalidateEntry(buffer, parent, name, expireOnly: false));
    }

    /// <summary>Lets a name be looked up anew at its next use. Before Linux 6.2 as <see cref="InvalidateEntry"/>.</summary>
    /// <param name="parent">The directory.</param>
    /// <param name="name">The name.</param>
    /// <returns>The outcome.</returns>
    public Errno ExpireEntry(NodeId parent, ReadOnlySpan<byte> name)
    {
        if (!IsName(name))
            return Errno.EINVAL;
        var expireOnly = _dispatcher.Connection.Has(FuseInitFlags.FUSE_HAS_EXPIRE_ONLY);
        Span<byte> buffer = stackalloc byte[NotifyMessage.MaxLength];
        return _transport.Notify(NotifyMessage.InvalidateEntry(buffer, parent, name, expireOnly));
    }

    /// <summary>As <see cref="InvalidateEntry"/>, and tells inotify's users that the name was removed.</summary>
    /// <param name="parent">The directory.</param>
    /// <param name="child">The node that the name stood for.</param>
    /// <param name="name">The name.</param>
    /// <returns>The outcome.</returns>
    public Errno Delete(NodeId parent, NodeId child, ReadOnlySpan<byte> name)
    {
        if (!IsName(name))
            return Errno.EINVAL;
        Span<byte> buffer = stackalloc byte[NotifyMessage.MaxLength];
        return _transport.Notify(NotifyMessage.Delete(buffer, parent, child, name));
    }

    private static bool IsName(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= WireLimits.MaxName && !name.Contains((byte)0) && !name.Contains((byte)'/');
}
