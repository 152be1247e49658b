using OciFs.Views;

namespace OciFs.Host;

/// <summary>
/// The extended attributes that a mount's root has of the mount's own, never listed: <c>user.ocifs.status</c>, and where one root file system is mounted
/// <c>user.ocifs.error</c>, what the image's <c>error</c> is in the whole tree. Any thread.
/// </summary>
internal sealed class MountXattrs
{
    // The two questions of a getxattr(2) are told of another moment each: who asks for the length is told of some room more.
    private const int Room = 4096;

    // XATTR_SIZE_MAX of linux/limits.h.
    private const int Longest = 65536;

    private readonly Func<byte[]?> _status;

    /// <param name="status">The status; null for none.</param>
    public MountXattrs(Func<byte[]?> status) => _status = status;

    /// <summary>What is wrong with the image; null for nothing.</summary>
    public Func<byte[]?> Error { get; init; } = () => null;

    /// <summary>Whether an attribute may be one of these.</summary>
    public static bool Has(ReadOnlySpan<byte> name) => name.StartsWith("user.ocifs."u8);

    /// <summary>Gives an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="user">Who asks: the status has places of the host, and is for root and for who has mounted.</param>
    /// <param name="destination">Takes the value where there is room for it; empty to ask for the length.</param>
    /// <param name="length">Bytes of the value.</param>
    /// <returns>False where there is none of that name.</returns>
    /// <exception cref="NotReadyException">The image is being read.</exception>
    public bool TryGet(ReadOnlySpan<byte> name, uint user, Span<byte> destination, out int length)
    {
        length = 0;
        var value = name.SequenceEqual("user.ocifs.status"u8) ? user == 0 || user == ProcessFacts.User ? _status() : null : name.SequenceEqual("user.ocifs.error"u8) ? Error() : null;
        if (value is null)
        {
            return false;
        }

        var told = value.AsSpan(0, Math.Min(value.Length, Longest));
        length = destination.IsEmpty ? Math.Min(told.Length + Room, Longest) : told.Length;
        if (length <= destination.Length)
        {
            told.CopyTo(destination);
        }

        return true;
    }

    /// <summary>The bytes of an image's <c>error</c>; null where it has none.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="image">The image's folder.</param>
    public static byte[]? ErrorOf(ImageTree tree, NodeId image)
    {
        var file = tree.Lookup(image, "error"u8);
        if (!file.Exists)
        {
            return null;
        }

        var bytes = new byte[Math.Min(tree.GetAttributes(file.Node).Size, Longest)];
        return bytes[..tree.Read(file.Node, 0, bytes)];
    }
}
