namespace OciFs.Fuse;

/// <summary>The number by which the kernel names a file to the server. Chosen by the filesystem, stable while mounted.</summary>
/// <param name="Value">The 64-bit <c>nodeid</c> of the protocol.</param>
public readonly record struct NodeId(ulong Value)
{
    /// <summary>No node: in an <see cref="Entry"/> it says that the name does not exist.</summary>
    public static NodeId None => default;

    /// <summary>The root of the mount (<c>FUSE_ROOT_ID</c>).</summary>
    public static NodeId Root => new(1);
}
