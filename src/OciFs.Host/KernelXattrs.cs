using System.Buffers;
using OciFs.Views;

namespace OciFs.Host;

/// <summary>
/// Which extended attributes the kernel lets a caller read (xattr_permission in fs/xattr.c). It leaves the names of others in lists that
/// come by FUSE; other filesystems do not list them, or programs that copy attributes would ask in vain for what a list says.
/// </summary>
internal static class KernelXattrs
{
    /// <summary>As <see cref="ImageTree.ListXattrs"/>, without the names that the caller cannot read.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="node">The file.</param>
    /// <param name="isRoot">Whether the caller sees <c>trusted.*</c>. CAP_SYS_ADMIN counts, but a request tells only the user id.</param>
    /// <param name="destination">Receives the list where it fits.</param>
    public static int List(ImageTree tree, NodeId node, bool isRoot, Span<byte> destination)
    {
        var whole = tree.ListXattrs(node, destination);
        if (whole == 0)
        {
            return 0;
        }

        var mode = tree.GetAttributes(node).Mode;
        var isForUsers = UnixMode.IsRegular(mode) || UnixMode.IsDirectory(mode);
        if (isRoot && isForUsers)
        {
            return whole;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(whole);
        try
        {
            return Copy(buffer.AsSpan(0, tree.ListXattrs(node, buffer)), isRoot, isForUsers, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Copy(ReadOnlySpan<byte> names, bool withTrusted, bool withUser, Span<byte> destination)
    {
        var needed = 0;
        while (!names.IsEmpty)
        {
            var name = names[..(names.IndexOf((byte)0) + 1)];
            names = names[name.Length..];
            if ((!withTrusted && name.StartsWith("trusted."u8)) || (!withUser && name.StartsWith("user."u8)))
            {
                continue;
            }

            if (needed + name.Length <= destination.Length)
            {
                name.CopyTo(destination[needed..]);
            }

            needed += name.Length;
        }

        return needed;
    }
}
