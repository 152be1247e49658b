using OciFs.Fuse;
using OciFs.Views;

namespace OciFs.Host;

/// <summary>A file's attributes in the kernel's words.</summary>
internal static class KernelAttributes
{
    // What stat calls the preferred size of a read; the page size, as most file systems say.
    private const uint BlockSize = 4096;

    /// <summary>The attributes.</summary>
    public static Attributes Of(in NodeAttributes node, ShownAttributes shown) => new()
    {
        Inode = node.Inode,
        Mode = node.Mode & ~shown.Umask,
        Size = (ulong)node.Size,
        Blocks = (ulong)node.Blocks,
        LinkCount = node.Links,
        UserId = shown.Uid ?? node.Uid,
        GroupId = shown.Gid ?? node.Gid,
        Device = new DeviceNumber(node.DeviceMajor, node.DeviceMinor),
        BlockSize = BlockSize,
        AccessTime = Time(node.Accessed),
        ModificationTime = Time(node.Modified),
        ChangeTime = Time(node.Changed),
    };

    /// <summary>The type of a directory's entry: the type bits of the mode (dirent.h, IFTODT).</summary>
    public static FileType TypeOf(uint mode) => (FileType)((mode & UnixMode.TypeMask) >> 12);

    private static UnixTime Time(NodeTime time) => new(time.Seconds, (uint)time.Nanoseconds);
}
