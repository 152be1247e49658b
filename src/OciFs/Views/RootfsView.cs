using System.Collections.Immutable;
using System.Text;
using OciFs.Layers;
using OciFs.Resolution;
using OciFs.Tree;

namespace OciFs.Views;

/// <summary>The merged tree of a stack of layers; when it is first looked into, all its layers are indexed, side by side.</summary>
internal sealed class RootfsView : View
{
    private readonly ImmutableArray<ResolvedLayer> _sources;
    private readonly ImmutableArray<Layer> _layers;
    private readonly Lazy<RootFs> _tree;

    private static ReadOnlySpan<byte> LayerXattr => "user.ocifs.layer"u8;

    private static ReadOnlySpan<byte> DigestXattr => "user.ocifs.digest"u8;

    private static ReadOnlySpan<byte> CreatedByXattr => "user.ocifs.created_by"u8;

    /// <param name="tree">The tree it is part of.</param>
    /// <param name="key">As <see cref="View"/>.</param>
    /// <param name="sources">The layers, base first; at least one.</param>
    /// <param name="opened">Called once when all layers are there, with what is wrong between them.</param>
    public RootfsView(ImageTree tree, string key, ImmutableArray<ResolvedLayer> sources, Action<IReadOnlyList<string>> opened)
        : base(tree, key)
    {
        _sources = sources;
        _layers = [.. sources.Select(source => tree.Layers.Get(source.Claim))];
        _tree = new(() => Open(opened));
    }

    /// <summary>The layers, base first.</summary>
    public ImmutableArray<Layer> Layers => _layers;

    /// <summary>The merged tree; its layers are being indexed when this is asked.</summary>
    public RootFs Merged => _tree.Value;

    /// <inheritdoc/>
    public override ulong Top => new TreeNode(_sources.Length - 1, LayerIndex.Root).Value;

    /// <summary>Whether it is made of the very layers of another, of one store. None of them is opened for that.</summary>
    public bool HasLayersOf(RootfsView other) => _layers.SequenceEqual(other._layers);

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name) =>
        _tree.Value.TryLookup(At(directory), name, out var child) ? TreeEntry.Fixed(IdOf(child.Value)) : default;

    /// <inheritdoc cref="RootFs.TryFindPath"/>
    public bool TryFindPath(ReadOnlySpan<byte> path, out ulong node)
    {
        var found = _tree.Value.TryFindPath(path, out var file);
        node = file.Value;
        return found;
    }

    /// <inheritdoc/>
    /// <remarks>The root of a tree that cannot be opened looks like an empty folder until somebody goes in: its name is there, and <c>error</c> tells.</remarks>
    public override NodeAttributes GetAttributes(ulong node)
    {
        var tree = _tree.Value;
        var at = At(node);
        TreeNode describing;
        try
        {
            describing = tree.AttributesOf(at);
        }
        catch (OciFsException) when (node == Top)
        {
            return UnopenedTop();
        }

        return InodeAttributes.Of(tree.IndexOf(at.Layer), tree.InodeOf(at), tree.IndexOf(describing.Layer), tree.InodeOf(describing)) with
        {
            Inode = InodeNumber(node),
            Links = tree.Links(at),
        };
    }

    /// <inheritdoc/>
    public override NodeAttributes GetAttributesSoFar(ulong node)
    {
        try
        {
            return GetAttributes(node);
        }
        catch (NotReadyException) when (node == Top || _tree.Value.InodeOf(At(node)).IsDirectory)
        {
            return UnopenedTop() with { Inode = InodeNumber(node), IsProvisional = true };
        }
    }

    /// <inheritdoc/>
    public override object OpenDirectory(ulong directory, bool fromStart) =>
        _tree.Value.Directory(At(directory));

    /// <inheritdoc/>
    public override bool TryGetItem(object directory, long place, out DirectoryItem item)
    {
        var tree = _tree.Value;
        if (!tree.TryGetName((MergedDirectory)directory, place, out var name, out var child))
        {
            item = default;
            return false;
        }

        item = new DirectoryItem
        {
            Name = name,
            Inode = InodeNumber(child.Value),
            Mode = tree.InodeOf(child).Mode,
            Node = IdOf(child.Value),
            Next = place + 1,
        };
        return true;
    }

    /// <inheritdoc/>
    public override int Read(ulong file, long offset, Span<byte> destination)
    {
        var node = At(file);
        var layer = _tree.Value.ContentOf(node.Layer);
        return layer.ReadFile(layer.Index.Inode(node.Inode), offset, destination);
    }

    /// <inheritdoc/>
    public override IDisposable? Hold(ulong file)
    {
        var node = At(file);
        var layer = _tree.Value.ContentOf(node.Layer);
        return layer.Hold(layer.Index.Inode(node.Inode));
    }

    /// <inheritdoc/>
    public override bool TryFindData(ulong file, long offset, out DataRange data)
    {
        var node = TreeNode.From(file);
        var layer = _tree.Value.ContentOf(node.Layer);
        return layer.TryFindData(layer.Index.Inode(node.Inode), offset, out data);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadLink(ulong link)
    {
        var node = At(link);
        var index = _tree.Value.IndexOf(node.Layer);
        ref readonly var inode = ref index.Inode(node.Inode);
        return UnixMode.IsSymbolicLink(inode.Mode) ? index.Target(inode) : throw WrongKind("symbolic link");
    }

    /// <inheritdoc/>
    public override bool TryGetXattr(ulong node, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        try
        {
            if (!IsOurs(name))
            {
                return _tree.Value.TryGetXattr(At(node), name, out value);
            }

            value = Provenance(At(node), name);
            return !value.IsEmpty;
        }
        catch (OciFsException) when (node == Top)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override int ListXattrs(ulong node, Span<byte> destination)
    {
        try
        {
            var whole = _tree.Value.ListXattrs(At(node), destination);
            return HasOurs(At(node)) ? ListOthers(At(node), whole, destination) : whole;
        }
        catch (OciFsException) when (node == Top)
        {
            return 0;
        }
    }

    private TreeNode At(ulong number) => TreeNode.From(number) is var node && node.Layer < _layers.Length ? node : throw NoSuchFile();

    // Whatever a layer has under these names is neither told nor listed: an image could say that another layer brought the file.
    private static bool IsOurs(ReadOnlySpan<byte> xattr) =>
        xattr.SequenceEqual(LayerXattr) || xattr.SequenceEqual(DigestXattr) || xattr.SequenceEqual(CreatedByXattr);

    private bool HasOurs(TreeNode node) => _tree.Value.TryGetXattr(node, LayerXattr, out _) || _tree.Value.TryGetXattr(node, DigestXattr, out _)
        || _tree.Value.TryGetXattr(node, CreatedByXattr, out _);

    private int ListOthers(TreeNode node, int whole, Span<byte> destination)
    {
        var names = new byte[whole].AsSpan();
        _tree.Value.ListXattrs(node, names);
        var needed = 0;
        while (!names.IsEmpty)
        {
            var name = names[..(names.IndexOf((byte)0) + 1)];
            names = names[name.Length..];
            if (IsOurs(name[..^1]))
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

    /// <summary>Which layer provided a file (design §1), by one of our names; empty for what is not known.</summary>
    private ReadOnlySpan<byte> Provenance(TreeNode node, ReadOnlySpan<byte> name)
    {
        var source = _sources[_tree.Value.InodeOf(node).IsDirectory ? _tree.Value.AttributesOf(node).Layer : node.Layer];
        return Encoding.UTF8.GetBytes(
            name.SequenceEqual(LayerXattr) ? $"{source.Number:00}"
            : name.SequenceEqual(DigestXattr) ? source.Descriptor.Digest.ToString()
            : source.CreatedBy ?? string.Empty);
    }

    private RootFs Open(Action<IReadOnlyList<string>> opened)
    {
        // The longest first: at the end short ones fill the cores, where a long one would keep a single one busy.
        Layer[] layers = [.. _layers];
        Array.Sort(layers, (one, other) => other.Claim.Size.CompareTo(one.Claim.Size));
        foreach (var layer in layers)
        {
            _ = layer.Start();
        }

        return new RootFs([.. _layers], Tree.Layers.Memory.Directories, opened);
    }
}
