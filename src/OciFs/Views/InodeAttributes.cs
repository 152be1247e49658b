using OciFs.Layers;

namespace OciFs.Views;

/// <summary>What stat and listxattr tell of an inode of a layer.</summary>
internal static class InodeAttributes
{
    /// <summary>Bytes of every directory: what it takes on the file systems that images are unpacked on.</summary>
    public const long DirectorySize = 4096;

    // What Linux gives every symbolic link, whatever a tar says (symlink(7)).
    private const uint LinkPermissions = 0x1FF;

    /// <summary>
    /// Attributes without number and names: type, size and device by <paramref name="content"/>; mode, owner and times by
    /// <paramref name="describing"/>, which is the same inode but for hard links across layers and for merged directories.
    /// </summary>
    public static NodeAttributes Of(LayerIndex contentIndex, in LayerInode content, LayerIndex describingIndex, in LayerInode describing)
    {
        var modified = new NodeTime(describing.ModifiedSeconds, describing.ModifiedNanoseconds);
        var extras = describingIndex.Extras(describing);
        var device = UnixMode.IsDevice(content.Mode);
        var size = content.IsDirectory ? DirectorySize : content.Size;
        return new NodeAttributes
        {
            Mode = (content.Mode & UnixMode.TypeMask)
                | (UnixMode.IsSymbolicLink(content.Mode) ? LinkPermissions : describing.Mode & UnixMode.PermissionMask),
            Links = content.Links,
            Uid = describing.Uid,
            Gid = describing.Gid,
            Size = size,
            Blocks = Blocks(contentIndex, content, size),
            Accessed = extras.TryGetAccessed(out var seconds, out var nanoseconds) ? new NodeTime(seconds, nanoseconds) : modified,
            Modified = modified,
            Changed = extras.TryGetChanged(out seconds, out nanoseconds) ? new NodeTime(seconds, nanoseconds) : modified,
            DeviceMajor = device ? (uint)(content.Data >> 32) : 0,
            DeviceMinor = device ? (uint)content.Data : 0,
        };
    }

    private static long Blocks(LayerIndex index, in LayerInode inode, long size)
    {
        if (UnixMode.IsSymbolicLink(inode.Mode))
        {
            return 0;
        }

        if ((inode.Flags & LayerInodeFlags.Sparse) != 0)
        {
            size = index.Extras(inode).Runs.Stored;
        }

        return (size + 511) / 512;
    }
}
