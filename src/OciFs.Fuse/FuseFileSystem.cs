namespace OciFs.Fuse;

/// <summary>A read-only filesystem to be served to the kernel.</summary>
/// <remarks>
/// <para>Called by many threads at once. Every operation answers with an <see cref="Errno"/>; an exception is a bug, which the session
/// reports and turns into <see cref="Errno.EIO"/>. An operation should not wait: what it cannot answer yet it answers by
/// <see cref="RequestContext.Later"/>.</para>
/// <para>Node ids must stay valid for the life of the mount: the kernel's reference counts are not passed on. A file's pages
/// stay cached until <see cref="Session.FuseNotifier.InvalidateInode"/>. Content that changes by itself is best
/// given a new node id at each lookup.</para>
/// <para>Names and link targets are bytes: neither UTF-8 nor NUL-terminated. Spans are valid only during the call.</para>
/// </remarks>
public abstract class FuseFileSystem
{
    /// <summary>Finds a name in a directory.</summary>
    /// <param name="parent">The directory.</param>
    /// <param name="name">One path component, never empty.</param>
    /// <param name="context">The caller.</param>
    /// <param name="entry">What was found, or <see cref="Entry.Missing"/>.</param>
    /// <returns><see cref="Errno.None"/>, also for a missing name that the kernel may remember.</returns>
    public abstract Errno Lookup(NodeId parent, ReadOnlySpan<byte> name, in RequestContext context, out Entry entry);

    /// <summary>Tells the attributes of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="context">The caller.</param>
    /// <param name="reply">The attributes and how long they hold.</param>
    /// <returns><see cref="Errno.None"/> or what went wrong.</returns>
    public abstract Errno GetAttributes(NodeId node, in RequestContext context, out AttributesReply reply);

    /// <summary>Tells where a symbolic link leads.</summary>
    /// <param name="node">The link.</param>
    /// <param name="destination">Receives the target; 4,095 bytes, the longest that the kernel takes.</param>
    /// <param name="context">The caller.</param>
    /// <param name="length">Number of bytes written.</param>
    /// <returns><see cref="Errno.None"/>, or <see cref="Errno.EINVAL"/> when the node is no link.</returns>
    public abstract Errno ReadLink(NodeId node, Span<byte> destination, in RequestContext context, out int length);

    /// <summary>Lists a directory from a cookie on, until the writer is full or the directory ends.</summary>
    /// <param name="node">The directory.</param>
    /// <param name="cookie">0 for the start ("." and ".." belong to the list), else the cookie that came with the last entry.</param>
    /// <param name="context">The caller.</param>
    /// <param name="writer">Takes the entries. Nothing added means that the directory has ended.</param>
    /// <returns><see cref="Errno.None"/> or what went wrong.</returns>
    public abstract Errno ReadDirectory(NodeId node, long cookie, in RequestContext context, ref DirectoryWriter writer);

    /// <summary>Reads from a regular file.</summary>
    /// <param name="node">The file.</param>
    /// <param name="offset">First byte wanted, never negative; may lie beyond the end.</param>
    /// <param name="destination">To be filled unless the file ends: a short count is taken as the end of the file.</param>
    /// <param name="context">The caller.</param>
    /// <param name="read">Number of bytes written.</param>
    /// <returns><see cref="Errno.None"/> or what went wrong.</returns>
    public abstract Errno Read(NodeId node, long offset, Span<byte> destination, in RequestContext context, out int read);

    /// <summary>A regular file is opened.</summary>
    /// <param name="node">The file.</param>
    /// <param name="context">The caller.</param>
    /// <param name="handle">Comes with <see cref="Release"/>; 0 where there is nothing to release.</param>
    /// <returns>
    /// <see cref="Errno.None"/> or what went wrong. <see cref="Errno.ENOSYS"/>, the default, makes the kernel open all files of this mount by
    /// itself from then on.
    /// </returns>
    public virtual Errno Open(NodeId node, in RequestContext context, out ulong handle)
    {
        handle = 0;
        return Errno.ENOSYS;
    }

    /// <summary>The last user of an opened file has closed it.</summary>
    /// <param name="handle">What <see cref="Open"/> gave; never 0.</param>
    public virtual void Release(ulong handle)
    {
    }

    /// <summary>Finds the next data or the next hole of a regular file.</summary>
    /// <param name="node">The file.</param>
    /// <param name="offset">Where to begin, never negative; may lie beyond the end.</param>
    /// <param name="target">What is looked for.</param>
    /// <param name="context">The caller.</param>
    /// <param name="found">The first such offset that is not before <paramref name="offset"/>.</param>
    /// <returns>
    /// <see cref="Errno.None"/>; <see cref="Errno.ENXIO"/> beyond the end, and when only a hole follows where data is looked for.
    /// <see cref="Errno.ENOSYS"/>, the default, makes the kernel take every file of this mount as one without holes.
    /// </returns>
    public virtual Errno Seek(NodeId node, long offset, SeekTarget target, in RequestContext context, out long found)
    {
        found = 0;
        return Errno.ENOSYS;
    }

    /// <summary>Reads one extended attribute.</summary>
    /// <param name="node">The node.</param>
    /// <param name="name">The full name with its prefix (<c>user.</c>, <c>security.</c>…).</param>
    /// <param name="destination">Receives the value if it fits; empty when only the length is asked for.</param>
    /// <param name="context">The caller.</param>
    /// <param name="length">The value's whole length, also when it did not fit.</param>
    /// <returns>
    /// <see cref="Errno.None"/>, also when it did not fit; <see cref="Errno.ENODATA"/> when there is none. <see cref="Errno.ENOSYS"/>, the
    /// default, makes the kernel never ask again in this mount.
    /// </returns>
    public virtual Errno GetXattr(NodeId node, ReadOnlySpan<byte> name, Span<byte> destination, in RequestContext context, out int length)
    {
        length = 0;
        return Errno.ENOSYS;
    }

    /// <summary>Lists the names of the extended attributes, each ended by a NUL.</summary>
    /// <param name="node">The node.</param>
    /// <param name="destination">Receives the list if it fits; empty when only the length is asked for.</param>
    /// <param name="context">The caller.</param>
    /// <param name="length">The list's whole length, also when it did not fit.</param>
    /// <returns>As <see cref="GetXattr"/>.</returns>
    public virtual Errno ListXattr(NodeId node, Span<byte> destination, in RequestContext context, out int length)
    {
        length = 0;
        return Errno.ENOSYS;
    }

    /// <summary>Tells size and limits of the mount.</summary>
    /// <param name="node">The node that was asked about.</param>
    /// <param name="context">The caller.</param>
    /// <param name="statistics">The numbers.</param>
    /// <returns><see cref="Errno.None"/> or what went wrong.</returns>
    public virtual Errno StatFs(NodeId node, in RequestContext context, out FileSystemStatistics statistics)
    {
        statistics = FileSystemStatistics.Unknown;
        return Errno.None;
    }
}
