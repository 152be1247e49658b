namespace OciFs.Tree;

/// <summary>A file of a merged tree: the layer that provides it and its inode there. 40 bits, the same in every process.</summary>
internal readonly record struct TreeNode(int Layer, uint Inode)
{
    private const int InodeBits = 28;

    /// <summary>The node as a number below 2^40: 12 bits of layer, 28 of inode.</summary>
    public ulong Value => ((ulong)Layer << InodeBits) | Inode;

    /// <summary>The node behind a <see cref="Value"/>.</summary>
    public static TreeNode From(ulong value) => new((int)(value >> InodeBits), (uint)(value & ((1 << InodeBits) - 1)));
}

/// <summary>A name of a merged directory: the layer whose name it is and its number there.</summary>
internal readonly record struct TreeName(int Layer, uint Name);
