using System.Collections.Concurrent;
using OciFs.Layers;

namespace OciFs.Tree;

/// <summary>
/// Hard links across layers (design §4.6): which file of a lower layer each stands for, whose attributes that file has then, and how many
/// names a file has left. Bound when it is first needed, which takes all layers; frozen then but for the cache of counts. Any thread.
/// </summary>
internal sealed class LowerLinkTable(RootFs tree)
{
    private static readonly IReadOnlyList<TreeNode> NoLinks = [];

    private readonly Dictionary<TreeNode, TreeNode> _targets = [];
    private readonly Dictionary<TreeNode, List<TreeNode>> _aliases = [];
    private readonly ConcurrentDictionary<TreeNode, uint> _counts = new();
    private readonly List<string> _problems = [];
    private readonly Lock _gate = new();
    private volatile bool _isBound;

    /// <summary>Links whose target is not there, a line each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Binds every link, base layer first, so that a link to a link finds it bound.</summary>
    /// <exception cref="NotReadyException">A layer has not been read yet.</exception>
    public void Bind()
    {
        // Binding itself asks for what is bound already.
        if (_isBound || _gate.IsHeldByCurrentThread)
        {
            return;
        }

        tree.RequireAllLayers();
        lock (_gate)
        {
            if (!_isBound)
            {
                BindAll();
                _isBound = true;
            }
        }
    }

    /// <summary>Whether a link of a layer stands for a file.</summary>
    public bool IsResolved(TreeNode link)
    {
        Bind();
        return _targets.ContainsKey(link);
    }

    /// <summary>The file that a node is: itself, or what the link stands for.</summary>
    public TreeNode Follow(TreeNode node)
    {
        if (!_isBound)
        {
            if (!tree.InodeOf(node).IsLowerLink)
            {
                return node;
            }

            Bind();
        }

        return _targets.Count > 0 && _targets.TryGetValue(node, out var target) ? target : node;
    }

    /// <summary>The node whose mode, owner, times and xattrs a file has: the last link that described it, else itself.</summary>
    public TreeNode AttributesOf(TreeNode file) => LinksTo(file) is [.., var last] ? last : file;

    /// <summary>The links that describe a file of a lower layer, in the order of application.</summary>
    public IReadOnlyList<TreeNode> LinksTo(TreeNode file)
    {
        if (!_isBound)
        {
            if (!MayHaveLinks(file))
            {
                return NoLinks;
            }

            Bind();
        }

        return _aliases.Count > 0 && _aliases.TryGetValue(file, out var links) ? links : NoLinks;
    }

    /// <summary>The number of names that a file has in the tree.</summary>
    public uint Count(TreeNode file)
    {
        ref readonly var inode = ref tree.InodeOf(file);
        if (LinksTo(file).Count == 0 && (inode.Links <= 1 || tree.LayerCount == 1))
        {
            return inode.Links;
        }

        if (!_counts.TryGetValue(file, out var count))
        {
            count = (uint)CountNames(file, file);
            foreach (var alias in LinksTo(file))
            {
                count += (uint)CountNames(alias, file);
            }

            _counts.TryAdd(file, count);
        }

        return count;
    }

    private bool MayHaveLinks(TreeNode file)
    {
        for (var layer = file.Layer + 1; layer < tree.LayerCount; layer++)
        {
            if (tree.IndexOf(layer).LowerLinks.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void BindAll()
    {
        _targets.Clear();
        _aliases.Clear();
        _problems.Clear();
        for (var layer = 0; layer < tree.LayerCount; layer++)
        {
            foreach (var inode in tree.IndexOf(layer).LowerLinks)
            {
                Bind(new TreeNode(layer, inode));
            }
        }
    }

    private int CountNames(TreeNode provider, TreeNode file)
    {
        var index = tree.IndexOf(provider.Layer);
        var count = 0;
        foreach (var name in index.NamesOf(provider.Inode))
        {
            var directory = new TreeNode(provider.Layer, index.Name(name).Parent);
            count += tree.TryPartsOf(directory, out var parts) && Array.IndexOf(parts.Content, directory) >= 0
                && tree.TryResolve(parts, index.NameBytes(name), out var child)
                && child.Node == file && child.Name == new TreeName(provider.Layer, name) ? 1 : 0;
        }

        return count;
    }

    private void Bind(TreeNode link)
    {
        var index = tree.IndexOf(link.Layer);
        ref readonly var inode = ref index.Inode(link.Inode);
        var path = index.Target(inode);
        if (link.Layer == 0 || Walk(tree.RootParts(link.Layer - 1), path, (int)inode.OwnPrefix) is not { Parts: null } found)
        {
            Tell($"layer {link.Layer:00}: entry '{NameOf(link)}': its hard link target '{LayerProblems.Printable(path)}' is no file of a lower layer; it is left out");
            return;
        }

        _targets.Add(link, found.Node);
        if (!_aliases.TryGetValue(found.Node, out var links))
        {
            _aliases.Add(found.Node, links = []);
        }

        links.Add(link);
    }

    private void Tell(string problem)
    {
        if (_problems.Count < Limits.ProblemsPerLayer)
        {
            _problems.Add(problem);
        }
        else if (_problems.Count == Limits.ProblemsPerLayer)
        {
            _problems.Add("and more hard links whose target is no file of a lower layer");
        }
    }

    private string NameOf(TreeNode link)
    {
        var index = tree.IndexOf(link.Layer);
        var name = index.Inode(link.Inode).Name;
        return name == LayerIndex.NoName ? "(replaced)" : LayerProblems.Printable(index.NameBytes(name));
    }

    /// <summary>
    /// Walks a path down from the parts of the root; symbolic links on the way are followed inside it, the last name is not. Its first
    /// <paramref name="ownPrefix"/> bytes are directories of the link's own layer, which hide what else lower layers have there.
    /// </summary>
    private TreeChild? Walk(DirectoryParts root, ReadOnlySpan<byte> path, int ownPrefix)
    {
        var above = new Stack<DirectoryParts>([root]);
        var pending = new Stack<byte[]>();
        Push(pending, path[..ownPrefix]);
        while (pending.TryPop(out var name))
        {
            if (!tree.TryResolve(above.Peek(), name, out var child) || child.Parts is null)
            {
                return null;
            }

            above.Push(child.Parts);
        }

        var followed = 0;
        Push(pending, path[ownPrefix..]);
        while (pending.TryPop(out var name))
        {
            if (name is [(byte)'.', (byte)'.'])
            {
                _ = above.Count > 1 ? above.Pop() : root;
                continue;
            }

            if (!tree.TryResolve(above.Peek(), name, out var child))
            {
                return null;
            }

            if (child.Parts is not null)
            {
                above.Push(child.Parts);
                continue;
            }

            if (pending.Count == 0)
            {
                return child;
            }

            ref readonly var inode = ref tree.InodeOf(child.Node);
            if (!UnixMode.IsSymbolicLink(inode.Mode) || ++followed > Limits.LinksFollowed)
            {
                return null;
            }

            var target = tree.IndexOf(child.Node.Layer).Target(inode);
            if (target.StartsWith((byte)'/'))
            {
                above = new Stack<DirectoryParts>([root]);
            }

            Push(pending, target);
        }

        return null;
    }

    private static void Push(Stack<byte[]> pending, ReadOnlySpan<byte> path)
    {
        var names = new List<byte[]>();
        foreach (var range in path.Split((byte)'/'))
        {
            if (!path[range].IsEmpty && !path[range].SequenceEqual("."u8))
            {
                names.Add(path[range].ToArray());
            }
        }

        for (var i = names.Count - 1; i >= 0; i--)
        {
            pending.Push(names[i]);
        }
    }
}
