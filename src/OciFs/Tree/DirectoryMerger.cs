using System.Runtime.InteropServices;
using OciFs.Layers;

namespace OciFs.Tree;

/// <summary>Merges the names of the parts of one directory: all are gathered, sorted by name and layer, and each name is decided by the rules.</summary>
internal readonly ref struct DirectoryMerger
{
    private readonly RootFs _tree;
    private readonly TreeNode[] _parts;
    private readonly List<Claim> _claims;

    private DirectoryMerger(RootFs tree, TreeNode[] parts)
    {
        _tree = tree;
        _parts = parts;
        _claims = [];
    }

    /// <summary>What one layer says of one name: that it has it, or that lower ones' is hidden.</summary>
    private readonly record struct Claim(int Part, uint Name, bool Whiteout);

    /// <summary>The visible names of the directory made of <paramref name="parts"/>, sorted by bytes.</summary>
    public static TreeName[] Merge(RootFs tree, TreeNode[] parts)
    {
        var merger = new DirectoryMerger(tree, parts);
        merger.Gather();
        return merger.Decide();
    }

    private void Gather()
    {
        for (var part = 0; part < _parts.Length; part++)
        {
            var index = _tree.IndexOf(_parts[part].Layer);
            ref readonly var directory = ref index.Inode(_parts[part].Inode);
            for (var name = directory.FirstChild; name < directory.FirstChild + directory.ChildCount; name++)
            {
                var inode = index.Name(name).Inode;
                if (index.Inode(inode).Hides)
                {
                    _claims.Add(new Claim(part, name, Whiteout: true));
                }

                if (_tree.IsThere(_parts[part].Layer, inode))
                {
                    _claims.Add(new Claim(part, name, Whiteout: false));
                }
            }
        }

        var (owner, order) = (_tree, _parts);
        CollectionsMarshal.AsSpan(_claims).Sort((a, b) => Compare(owner, order, a, b));
    }

    private static int Compare(RootFs tree, TreeNode[] parts, Claim a, Claim b)
    {
        var byName = Subject(tree, parts, a).SequenceCompareTo(Subject(tree, parts, b));
        return byName != 0 ? byName : a.Part != b.Part ? a.Part.CompareTo(b.Part) : a.Whiteout.CompareTo(b.Whiteout);
    }

    /// <summary>The name that a claim speaks of: of a whiteout, the one it hides.</summary>
    private static ReadOnlySpan<byte> Subject(RootFs tree, TreeNode[] parts, Claim claim)
    {
        var bytes = tree.IndexOf(parts[claim.Part].Layer).NameBytes(claim.Name);
        return claim.Whiteout ? bytes[Whiteout.Prefix.Length..] : bytes;
    }

    private TreeName[] Decide()
    {
        var names = new List<TreeName>(_claims.Count);
        for (var first = 0; first < _claims.Count;)
        {
            var next = first + 1;
            while (next < _claims.Count && Subject(_tree, _parts, _claims[next]).SequenceEqual(Subject(_tree, _parts, _claims[first])))
            {
                next++;
            }

            if (Winner(first, next) is { } winner)
            {
                names.Add(winner);
            }

            first = next;
        }

        return [.. names];
    }

    /// <summary>The same decision as <see cref="RootFs.TryResolve"/>, over the claims on one name from the topmost layer down.</summary>
    private TreeName? Winner(int from, int to)
    {
        TreeName? identity = null;
        for (var i = from; i < to && !_claims[i].Whiteout; i++)
        {
            var layer = _parts[_claims[i].Part].Layer;
            var index = _tree.IndexOf(layer);
            ref readonly var inode = ref index.Inode(index.Name(_claims[i].Name).Inode);
            if (!inode.IsDirectory)
            {
                return new TreeName(layer, _claims[i].Name);
            }

            identity ??= new TreeName(layer, _claims[i].Name);
            if (_tree.MakesDirectory(new TreeNode(layer, index.Name(_claims[i].Name).Inode)))
            {
                return identity;
            }
        }

        return null;
    }
}
