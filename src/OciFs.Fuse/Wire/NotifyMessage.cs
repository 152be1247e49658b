using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciFs.Fuse.Wire;

/// <summary>Lays out notifications: a header whose number is 0 and whose error is the code, a structure, sometimes a name.</summary>
internal static class NotifyMessage
{
    /// <summary>Longest notification: header, largest structure, longest name, NUL.</summary>
    public const int MaxLength = 16 + 24 + WireLimits.MaxName + 1;

    /// <summary>Bytes of STORE before the content.</summary>
    public const int StoreHeaderLength = 16 + 24;

    /// <summary>Writes INVAL_INODE.</summary>
    /// <param name="buffer">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="node">The node.</param>
    /// <param name="offset">First byte of the pages to drop; negative for the attributes alone.</param>
    /// <param name="length">Number of bytes; 0 for all to the end.</param>
    /// <returns>The message.</returns>
    public static ReadOnlySpan<byte> InvalidateInode(Span<byte> buffer, NodeId node, long offset, long length)
    {
        var body = new fuse_notify_inval_inode_out { ino = node.Value, off = offset, len = length };
        return Write(buffer, FuseNotifyCode.FUSE_NOTIFY_INVAL_INODE, body, default, false);
    }

    /// <summary>Writes INVAL_ENTRY.</summary>
    /// <param name="buffer">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="parent">The directory.</param>
    /// <param name="name">The name, at most <see cref="WireLimits.MaxName"/> bytes.</param>
    /// <param name="expireOnly">Whether the entry is only to be asked for again, not dropped.</param>
    /// <returns>The message.</returns>
    public static ReadOnlySpan<byte> InvalidateEntry(Span<byte> buffer, NodeId parent, ReadOnlySpan<byte> name, bool expireOnly)
    {
        var body = new fuse_notify_inval_entry_out
        {
            parent = parent.Value,
            namelen = (uint)name.Length,
            flags = expireOnly ? fuse_notify_inval_entry_out.FUSE_EXPIRE_ONLY : 0,
        };
        return Write(buffer, FuseNotifyCode.FUSE_NOTIFY_INVAL_ENTRY, body, name, true);
    }

    /// <summary>Writes DELETE.</summary>
    /// <param name="buffer">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="parent">The directory.</param>
    /// <param name="child">The node that the name stood for.</param>
    /// <param name="name">The name, at most <see cref="WireLimits.MaxName"/> bytes.</param>
    /// <returns>The message.</returns>
    public static ReadOnlySpan<byte> Delete(Span<byte> buffer, NodeId parent, NodeId child, ReadOnlySpan<byte> name)
    {
        var body = new fuse_notify_delete_out { parent = parent.Value, child = child.Value, namelen = (uint)name.Length };
        return Write(buffer, FuseNotifyCode.FUSE_NOTIFY_DELETE, body, name, true);
    }

    /// <summary>Writes STORE around content that is there already.</summary>
    /// <param name="message">The whole message: room for <see cref="StoreHeaderLength"/> bytes, then the content.</param>
    /// <param name="node">The node.</param>
    /// <param name="offset">Where the content belongs.</param>
    public static void WriteStoreHeader(Span<byte> message, NodeId node, long offset)
    {
        var body = new fuse_notify_store_out { nodeid = node.Value, offset = (ulong)offset, size = (uint)(message.Length - StoreHeaderLength) };
        WriteHead(message, FuseNotifyCode.FUSE_NOTIFY_STORE, body);
    }

    private static ReadOnlySpan<byte> Write<T>(Span<byte> buffer, FuseNotifyCode code, T body, ReadOnlySpan<byte> name, bool named)
        where T : unmanaged
    {
        var nameAt = Unsafe.SizeOf<fuse_out_header>() + Unsafe.SizeOf<T>();
        var length = nameAt + (named ? name.Length + 1 : 0);
        WriteHead(buffer[..length], code, body);
        if (named)
        {
            name.CopyTo(buffer[nameAt..]);
            buffer[length - 1] = 0;
        }
        return buffer[..length];
    }

    private static void WriteHead<T>(Span<byte> message, FuseNotifyCode code, T body)
        where T : unmanaged
    {
        MemoryMarshal.Write(message, new fuse_out_header { len = (uint)message.Length, error = (int)code });
        MemoryMarshal.Write(message[Unsafe.SizeOf<fuse_out_header>()..], body);
    }
}
