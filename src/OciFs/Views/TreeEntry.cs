namespace OciFs.Views;

/// <summary>What a look-up found.</summary>
/// <param name="Node">The file; default where there is none.</param>
/// <param name="MayChange">Whether the same name may lead elsewhere a moment later.</param>
public readonly record struct TreeEntry(NodeId Node, bool MayChange)
{
    /// <summary>Whether there is such a name.</summary>
    public bool Exists => Node.Value != 0;

    internal static TreeEntry Fixed(NodeId node) => new(node, false);

    internal static TreeEntry Changing(NodeId node) => new(node, true);
}
