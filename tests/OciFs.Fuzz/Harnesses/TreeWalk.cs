using OciFs.Fuzz.Engine;
using OciFs.Layers;
using OciFs.Tree;

namespace OciFs.Fuzz.Harnesses;

/// <summary>Looks at everything in a merged tree: lists, looks up, attributes, links, xattrs, content.</summary>
/// <param name="tree">The tree.</param>
/// <param name="isForged">Whether its indexes may be no real ones: then nothing is said of what is found, only of how it fails.</param>
internal sealed class TreeWalk(RootFs tree, bool isForged)
{
    private const int MostNodes = 3000;
    private const int MostDepth = 1024;

    private readonly byte[] _buffer = new byte[4096];
    private int _nodes;

    /// <summary>Walks all of it, or as far as is enough.</summary>
    public void Walk()
    {
        var pending = new Stack<(TreeNode Node, int Depth)>();
        pending.Push((tree.Root, 0));
        while (_nodes < MostNodes && pending.TryPop(out var next))
        {
            if (next.Depth > MostDepth && !isForged)
                throw new FindingException("a tree deeper than its limit");
            Promise(() => Visit(next.Node));
            if (next.Depth <= MostDepth)
                Promise(() => Enter(next.Node, next.Depth, pending));
        }
    }

    private void Enter(TreeNode node, int depth, Stack<(TreeNode Node, int Depth)> pending)
    {
        if (!tree.InodeOf(node).IsDirectory)
            return;
        var directory = tree.Directory(node);
        byte[] last = [];
        for (long place = 0; _nodes < MostNodes && tree.TryGetName(directory, place, out var name, out var child); place++)
        {
            _nodes++;
            CheckName(node, name, last, child);
            last = name.ToArray();
            pending.Push((child, depth + 1));
        }
    }

    private void CheckName(TreeNode node, ReadOnlySpan<byte> name, byte[] last, TreeNode child)
    {
        var found = tree.TryLookup(node, name, out var looked);
        if (isForged)
            return;
        if (name.IsEmpty || name.Length > Limits.NameBytes || name.ContainsAny((byte)'/', (byte)0) || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
            throw new FindingException($"no name for a file: {Convert.ToHexStringLower(name)}");
        if (name.StartsWith(".wh."u8) && !tree.InodeOf(child).IsDirectory)
            throw new FindingException($"a marker in a rootfs: {Convert.ToHexStringLower(name)}");
        if (name.SequenceCompareTo(last) <= 0)
            throw new FindingException($"names out of order: {Convert.ToHexStringLower(name)}");
        if (!found || looked != child)
            throw new FindingException($"listed and not found: {Convert.ToHexStringLower(name)}");
    }

    private void Visit(TreeNode node)
    {
        var attributes = tree.InodeOf(tree.AttributesOf(node));
        var inode = tree.InodeOf(node);
        var links = tree.Links(node);
        if (!isForged && (links == 0 || inode.IsMarker || inode.IsLowerLink || attributes.ModifiedNanoseconds is < 0 or >= 1_000_000_000))
            throw new FindingException($"a file that cannot be: {links} links, {inode.Flags}");
        var needed = tree.ListXattrs(node, _buffer);
        foreach (var name in Names(needed))
            tree.TryGetXattr(node, name, out _);
        var index = tree.IndexOf(node.Layer);
        _ = inode.IsDirectory ? 0 : index.NamesOf(node.Inode).Length;
        _ = index.Extras(inode).TryGetAccessed(out _, out _) | index.Extras(inode).TryGetChanged(out _, out _);
        if (UnixMode.IsSymbolicLink(inode.Mode))
            _ = index.Target(inode).Length;
        if (!UnixMode.IsRegular(inode.Mode))
            return;
        foreach (var offset in (long[])[0, 1, inode.Size / 2, Math.Max(0, inode.Size - 100)])
            Promise(() => Read(node, inode, offset));
    }

    private void Read(TreeNode node, LayerInode inode, long offset)
    {
        var read = tree.ContentOf(node.Layer).ReadFile(inode, offset, _buffer);
        if (!isForged && read != Math.Max(0, Math.Min(_buffer.Length, inode.Size - offset)))
            throw new FindingException($"a short read: {read} bytes at {offset} of {inode.Size}");
    }

    private IEnumerable<byte[]> Names(int needed)
    {
        var list = _buffer[..Math.Min(needed, _buffer.Length)];
        for (var at = 0; at < list.Length;)
        {
            var end = Array.IndexOf(list, (byte)0, at);
            if (end < 0)
                yield break;
            yield return list[at..end];
            at = end + 1;
        }
    }

    /// <summary>An index that is forged may be refused anywhere; one of our own making nowhere.</summary>
    private void Promise(Action look)
    {
        try
        {
            look();
        }
        catch (OciFsException) when (isForged)
        {
            // As it should be.
        }
    }
}
