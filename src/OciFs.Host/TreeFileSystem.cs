using OciFs.Fuse;
using OciFs.Stores;
using OciFs.Views;
using TreeNodeId = OciFs.Views.NodeId;

namespace OciFs.Host;

/// <summary>Shows an <see cref="ImageTree"/> to the kernel: the same files, the kernel's words. Any thread; allocates nothing on its way.</summary>
/// <param name="tree">The tree.</param>
/// <param name="root">The file of the tree that is the mount's root.</param>
/// <param name="shown">What files are to look like.</param>
/// <param name="errors">Told of every error that a caller gets to see.</param>
/// <param name="readers">Told what is listed and read.</param>
/// <param name="own">The attributes that the root has of the mount's own; null for none.</param>
internal sealed class TreeFileSystem(
    ImageTree tree, TreeNodeId root, ShownAttributes shown, Action<OciFsException> errors, TreeReaders readers, MountXattrs? own = null)
    : FuseFileSystem
{
    // "." and ".." come before the tree's own names: cookie 1 and 2; a name's cookie is its place behind it plus this.
    private const long DotCookies = 2;

    private readonly HeldFiles _held = new();

    // A folder that follows the store is looked up again after this, unless the store is seen to change before.
    private static readonly Validity Following = Validity.From(TimeSpan.FromSeconds(1));

    /// <inheritdoc/>
    public override Errno Lookup(Fuse.NodeId parent, ReadOnlySpan<byte> name, in RequestContext context, out Entry entry)
    {
        entry = default;
        try
        {
            var found = tree.Lookup(FromKernel(parent), name);
            entry = found.Exists
                ? EntryOf(found.Node, found.MayChange, tree.GetAttributesSoFar(found.Node))
                : new Entry { Node = Fuse.NodeId.None, EntryValidity = found.MayChange ? Validity.None : Validity.Forever };
            if (found.Exists && !UnixMode.IsDirectory(entry.Attributes.Mode))
            {
                readers.LookedUp(context.ProcessId);
            }

            // The kernel's FUSE leaves the limit to us. A marker in diff/ may be longer: it is there, so it is found.
            return found.Exists || name.Length <= Limits.NameBytes ? Errno.None : Errno.ENAMETOOLONG;
        }
        catch (NotReadyException unread)
        {
            return context.Later(unread.Ready);
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    /// <inheritdoc/>
    public override Errno GetAttributes(Fuse.NodeId node, in RequestContext context, out AttributesReply reply)
    {
        reply = default;
        try
        {
            var attributes = tree.GetAttributes(FromKernel(node));
            reply = new AttributesReply(KernelAttributes.Of(attributes, shown), ValidityOf(attributes));
            return Errno.None;
        }
        catch (NotReadyException unread)
        {
            return context.Later(unread.Ready);
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    /// <inheritdoc/>
    public override Errno ReadLink(Fuse.NodeId node, Span<byte> destination, in RequestContext context, out int length)
    {
        length = 0;
        try
        {
            var target = tree.ReadLink(FromKernel(node));
            if (target.Length > destination.Length)
            {
                return Errno.ENAMETOOLONG;
            }

            target.CopyTo(destination);
            length = target.Length;
            return Errno.None;
        }
        catch (NotReadyException unread)
        {
            return context.Later(unread.Ready);
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    /// <inheritdoc/>
    public override Errno ReadDirectory(Fuse.NodeId node, long cookie, in RequestContext context, ref DirectoryWriter writer)
    {
        try
        {
            var directory = FromKernel(node);
            var listing = tree.OpenDirectory(directory, cookie <= DotCookies);
            if (cookie < DotCookies && !TryAddDots(cookie, tree.GetAttributes(directory).Inode, ref writer))
            {
                return Errno.None;
            }

            if (cookie == 0)
            {
                readers.Lists(context.ProcessId);
            }

            // What fits into one reply costs little and saves a look-up of each: the rest is worth it only to those who ask.
            var withAttributes = writer.WithAttributes && (cookie == 0 || readers.WantsAttributes(context.ProcessId));
            var start = Math.Max(cookie - DotCookies, 0);
            var place = start;
            while (listing.TryGet(place, out var item))
            {
                if (!TryAdd(item, withAttributes, ref writer))
                {
                    return Errno.None;
                }

                place = item.Next;
            }

            if (place == start)
            {
                readers.Listed(context.ProcessId, directory);
            }

            return Errno.None;
        }
        catch (NotReadyException unread)
        {
            return context.Later(unread.Ready);
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    /// <inheritdoc/>
    public override Errno Read(Fuse.NodeId node, long offset, Span<byte> destination, in RequestContext context, out int read)
    {
        read = 0;
        try
        {
            read = tree.Read(FromKernel(node), offset, destination);
            readers.Read(context.ProcessId);
            return Errno.None;
        }
        catch (NotReadyException unread)
        {
            return context.Later(unread.Ready);
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    /// <inheritdoc/>
    public override Errno Open(Fuse.NodeId node, in RequestContext context, out ulong handle)
    {
        handle = 0;
        if (!tree.Store.Traits.HasFlag(StoreTraits.UnpackedLayers))
        {
            return Errno.ENOSYS;
        }

        try
        {
            handle = _held.Add(tree.Hold(FromKernel(node)));
            return Errno.None;
        }
        catch (NotReadyException unread)
        {
            return context.Later(unread.Ready);
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    /// <inheritdoc/>
    public override void Release(ulong handle) => _held.Release(handle);

    /// <inheritdoc/>
    public override Errno Seek(Fuse.NodeId node, long offset, SeekTarget target, in RequestContext context, out long found)
    {
        found = offset;
        try
        {
            var file = FromKernel(node);
            if (offset >= tree.GetAttributes(file).Size)
            {
                return Errno.ENXIO;
            }

            var isDataAhead = tree.TryFindData(file, offset, out var data);
            if (target == SeekTarget.Data)
            {
                found = Math.Max(offset, data.Start);
                return isDataAhead ? Errno.None : Errno.ENXIO;
            }

            found = isDataAhead && data.Start <= offset ? data.End : offset;
            return Errno.None;
        }
        catch (NotReadyException unread)
        {
            return context.Later(unread.Ready);
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    /// <inheritdoc/>
    public override Errno GetXattr(
        Fuse.NodeId node, ReadOnlySpan<byte> name, Span<byte> destination, in RequestContext context, out int length)
    {
        length = 0;
        try
        {
            if (node == Fuse.NodeId.Root && MountXattrs.Has(name) && own?.TryGet(name, context.UserId, destination, out length) is true)
            {
                return Errno.None;
            }

            if (!tree.TryGetXattr(FromKernel(node), name, out var value))
            {
                return Errno.ENODATA;
            }

            length = value.Length;
            if (value.Length <= destination.Length)
            {
                value.CopyTo(destination);
            }

            return Errno.None;
        }
        catch (NotReadyException unread)
        {
            return context.Later(unread.Ready);
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    /// <inheritdoc/>
    public override Errno ListXattr(Fuse.NodeId node, Span<byte> destination, in RequestContext context, out int length)
    {
        length = 0;
        try
        {
            length = KernelXattrs.List(tree, FromKernel(node), context.UserId == 0, destination);
            return Errno.None;
        }
        catch (NotReadyException unread)
        {
            return context.Later(unread.Ready);
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    /// <summary>The kernel's number for a file of the tree.</summary>
    public Fuse.NodeId ToKernel(TreeNodeId node) => node == root ? Fuse.NodeId.Root : new Fuse.NodeId(node.Value);

    private TreeNodeId FromKernel(Fuse.NodeId node) => node == Fuse.NodeId.Root ? root : new TreeNodeId(node.Value);

    // The number of ".." would need a look-up of the whole path, and programs ask stat for it: it is given as ".", which the root's is.
    private static bool TryAddDots(long cookie, ulong inode, ref DirectoryWriter writer) =>
        (cookie >= 1 || writer.TryAdd("."u8, 1, inode, FileType.Directory)) && writer.TryAdd(".."u8, 2, inode, FileType.Directory);

    private bool TryAdd(in DirectoryItem item, bool withAttributes, ref DirectoryWriter writer)
    {
        var cookie = item.Next + DotCookies;
        if (withAttributes && item.Node.Value != 0)
        {
            try
            {
                return writer.TryAdd(item.Name, cookie, EntryOf(item.Node, item.MayChange, tree.GetAttributes(item.Node)));
            }
            catch (OciFsException)
            {
                // Gone, or not to be had: its name is there, and who asks for more is told.
            }
        }

        return writer.TryAdd(item.Name, cookie, item.Inode, KernelAttributes.TypeOf(item.Mode));
    }

    private Entry EntryOf(TreeNodeId node, bool mayChange, in NodeAttributes attributes) => new()
    {
        Node = ToKernel(node),
        EntryValidity = !mayChange ? Validity.Forever : UnixMode.IsDirectory(attributes.Mode) ? Following : Validity.None,
        AttributesValidity = ValidityOf(attributes),
        Attributes = KernelAttributes.Of(attributes, shown),
    };

    private static Validity ValidityOf(in NodeAttributes attributes) =>
        attributes.IsProvisional ? Validity.None : attributes.MayChange ? Following : Validity.Forever;

    private Errno Fail(OciFsException error)
    {
        errors(error);
        return ErrnoMap.Of(error.Error);
    }
}
