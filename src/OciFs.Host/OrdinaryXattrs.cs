using System.Buffers;
using OciFs.Views;

namespace OciFs.Host;

/// <summary>
/// The list of extended attributes for callers other than root. The kernel answers them that there is no <c>trusted.*</c> (xattr(7)), but does
/// not take it out of lists that come by FUSE. Who has CAP_SYS_ADMIN a request does not tell: the user id stands for it.
/// </summary>
internal static class OrdinaryXattrs
{
    private static ReadOnlySpan<byte> Trusted => "trusted."u8;

    /// <summary>As <see cref="ImageTree.ListXattrs"/>, without the trusted ones.</summary>
    public static int List(ImageTree tree, NodeId node, Span<byte> destination)
    {
        var whole = tree.ListXattrs(node, []);
        var buffer = ArrayPool<byte>.Shared.Rent(whole);
        try
        {
            return Copy(buffer.AsSpan(0, tree.ListXattrs(node, buffer)), destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Copy(ReadOnlySpan<byte> names, Span<byte> destination)
    {
        var needed = 0;
        while (!names.IsEmpty)
        {
            var name = names[..(names.IndexOf((byte)0) + 1)];
            names = names[name.Length..];
            if (name.StartsWith(Trusted))
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
