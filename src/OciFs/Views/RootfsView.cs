using System.Collections.Immutable;
using System.Text;
using OciFs.Layers;
using OciFs.Resolution;
using OciFs.Tree;

namespace OciFs.Views;

/// <summary>The merged tree of a stack of layers, opened when first looked into: then all its layers are indexed, side by side.</summary>
internal sealed class RootfsView : View
{
    private readonly ImmutableArray<ResolvedLayer> _sources;
    private readonly ImmutableArray<Layer> _layers;
    private readonly Lock _gate = new();
    private volatile RootFs? _tree;

    /// <param name="tree">The tree it is part of.</param>
    /// <param name="key">As <see cref="View"/>.</param>
    /// <param name="sources">The layers, base first; at least one.</param>
    public RootfsView(ImageTree tree, string key, ImmutableArray<ResolvedLayer> sources)
        : base(tree, key)
    {
        _sources = sources;
        _layers = [.. sources.Select(source => tree.Layers.Get(source.Descriptor, source.DiffId))];
    }

    /// <summary>Called once when all layers are there, with what is wrong between them.</summary>
    public Action<IReadOnlyList<string>>? Opened { get; init; }

    /// <inheritdoc/>
    public override ulong Top => new TreeNode(_sources.Length - 1, LayerIndex.Root).Value;

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name, CancellationToken cancellation) =>
        Open(cancellation).TryLookup(At(directory), name, out var child) ? TreeEntry.Fixed(IdOf(child.Value)) : default;

    /// <inheritdoc/>
    /// <remarks>The root of a tree that cannot be opened looks like an empty folder until somebody goes in: its name is there, and <c>error</c> tells.</remarks>
    public override NodeAttributes GetAttributes(ulong node, CancellationToken cancellation)
    {
        RootFs tree;
        try
        {
            tree = Open(cancellation);
        }
        catch (OciFsException error) when (node == Top && error.Error != OciFsError.Cancelled)
        {
            return UnopenedTop();
        }

        var at = At(node);
        var describing = tree.AttributesOf(at);
        return InodeAttributes.Of(tree.IndexOf(at.Layer), tree.InodeOf(at), tree.IndexOf(describing.Layer), tree.InodeOf(describing)) with
        {
            Inode = InodeNumber(node),
            Links = tree.Links(at),
        };
    }

    /// <inheritdoc/>
    public override object OpenDirectory(ulong directory, bool fromStart, CancellationToken cancellation) =>
        Open(cancellation).Directory(At(directory));

    /// <inheritdoc/>
    public override bool TryGetItem(object directory, long place, out DirectoryItem item)
    {
        var tree = _tree!;
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
    public override int Read(ulong file, long offset, Span<byte> destination, CancellationToken cancellation)
    {
        var node = At(file);
        var layer = Open(cancellation).Layers[node.Layer];
        return layer.ReadFile(layer.Index.Inode(node.Inode), offset, destination);
    }

    /// <inheritdoc/>
    public override bool TryFindData(ulong file, long offset, out DataRange data, CancellationToken cancellation)
    {
        var node = TreeNode.From(file);
        var layer = Open(cancellation).Layers[node.Layer];
        return layer.TryFindData(layer.Index.Inode(node.Inode), offset, out data);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadLink(ulong link)
    {
        var node = At(link);
        var index = (_tree ?? throw NoSuchFile()).IndexOf(node.Layer);
        ref readonly var inode = ref index.Inode(node.Inode);
        return UnixMode.IsSymbolicLink(inode.Mode) ? index.Target(inode) : throw WrongKind("symbolic link");
    }

    /// <inheritdoc/>
    public override bool TryGetXattr(ulong node, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        // Whoever has a node of this tree has opened it, but for a top whose layers cannot be had.
        value = default;
        if (_tree is not { } tree)
        {
            return false;
        }

        // Before the layer's own, or an image could say that another layer brought the file.
        value = name.StartsWith("user.ocifs."u8) ? Provenance(At(node), name["user.ocifs."u8.Length..]) : default;
        return !value.IsEmpty || tree.TryGetXattr(At(node), name, out value);
    }

    /// <inheritdoc/>
    public override int ListXattrs(ulong node, Span<byte> destination) =>
        _tree?.ListXattrs(At(node), destination) ?? 0;

    private TreeNode At(ulong number) => TreeNode.From(number) is var node && node.Layer < _layers.Length ? node : throw NoSuchFile();

    /// <summary>Which layer provided a file (design §1); empty for what is not known.</summary>
    private ReadOnlySpan<byte> Provenance(TreeNode node, ReadOnlySpan<byte> what)
    {
        var source = _sources[_tree!.InodeOf(node).IsDirectory ? _tree.AttributesOf(node).Layer : node.Layer];
        return what.SequenceEqual("layer"u8) ? Encoding.UTF8.GetBytes($"{source.Number:00}")
            : what.SequenceEqual("digest"u8) ? Encoding.UTF8.GetBytes(source.Descriptor.Digest.ToString())
            : what.SequenceEqual("created_by"u8) ? Encoding.UTF8.GetBytes(source.CreatedBy ?? string.Empty)
            : default;
    }

    private RootFs Open(CancellationToken cancellation)
    {
        if (_tree is { } open)
        {
            return open;
        }

        // The longest first: at the end short ones fill the cores, where a long one would keep a single one busy.
        foreach (var layer in _layers.OrderByDescending(layer => layer.Descriptor.Size))
        {
            _ = layer.Start();
        }

        var contents = ImmutableArray.CreateBuilder<LayerContent>(_layers.Length);
        foreach (var layer in _layers)
        {
            contents.Add(layer.Content(cancellation));
        }

        lock (_gate)
        {
            if (_tree is null)
            {
                var tree = new RootFs(contents.MoveToImmutable());
                Opened?.Invoke(tree.Problems);
                _tree = tree;
            }
        }

        return _tree;
    }
}
