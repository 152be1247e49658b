namespace OciFs.Fuse;

/// <summary>The answer to a lookup: what a name stands for, or that it stands for nothing.</summary>
public readonly record struct Entry
{
    /// <summary>The node behind the name; <see cref="NodeId.None"/> when the name does not exist.</summary>
    public required NodeId Node { get; init; }

    /// <summary>How long the kernel may keep the name's meaning, also that it has none.</summary>
    public Validity EntryValidity { get; init; }

    /// <summary>How long the kernel may keep <see cref="Attributes"/>.</summary>
    public Validity AttributesValidity { get; init; }

    /// <summary>The node's attributes; without meaning when there is no node.</summary>
    public Attributes Attributes { get; init; }

    /// <summary>A name that does not exist, for the kernel to remember.</summary>
    /// <param name="validity">For how long. With <see cref="Validity.None"/>, plain <see cref="Errno.ENOENT"/> does the same.</param>
    /// <returns>The negative entry.</returns>
    public static Entry Missing(Validity validity) => new() { Node = NodeId.None, EntryValidity = validity };
}
