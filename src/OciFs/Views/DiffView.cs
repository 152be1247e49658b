using System.Collections.Immutable;
using OciFs.Layers;
using OciFs.Tree;

namespace OciFs.Views;

/// <summary>What one layer alone brings: its own tree as its tar describes it, markers shown as the files that they are in the tar.</summary>
/// <remarks>A hard link to a file of a lower layer is that file; only then are lower layers looked at.</remarks>
internal sealed class DiffView(ImageTree tree, string key, ImmutableArray<Layer> stack) : View(tree, key)
{
    private volatile RootFs? _below;

    /// <inheritdoc/>
    public override ulong Top => LayerIndex.Root;

    private Layer Own => stack[^1];

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name)
    {
        var index = Own.Content.Index;
        return index.TryFind((uint)directory, name, out var found) ? TreeEntry.Fixed(IdOf(index.Name(found).Inode)) : default;
    }

    /// <inheritdoc/>
    public override NodeAttributes GetAttributes(ulong node)
    {
        LayerIndex index;
        try
        {
            index = Own.Content.Index;
        }
        catch (OciFsException) when (node == Top)
        {
            return UnopenedTop();
        }

        ref readonly var inode = ref index.Inode((uint)node);
        var (content, file) = ContentOf((uint)node);
        return InodeAttributes.Of(content.Index, content.Index.Inode(file), index, inode) with
        {
            Inode = InodeNumber(node),
            Links = inode.IsDirectory ? 2 + inode.Links : inode.Links,
        };
    }

    /// <inheritdoc/>
    public override object OpenDirectory(ulong directory, bool fromStart)
    {
        ref readonly var inode = ref Own.Content.Index.Inode((uint)directory);
        return inode.IsDirectory ? new NameRange(inode.FirstChild, inode.ChildCount) : throw WrongKind("directory");
    }

    /// <inheritdoc/>
    public override bool TryGetItem(object directory, long place, out DirectoryItem item)
    {
        var range = (NameRange)directory;
        if (place >= range.Count)
        {
            item = default;
            return false;
        }

        var index = Own.ContentIfReady!.Index;
        ref readonly var name = ref index.Name(range.First + (uint)place);
        var mode = index.Inode(name.Inode).Mode;
        item = new DirectoryItem
        {
            Name = index.NameBytes(name),
            Inode = InodeNumber(name.Inode),
            Mode = mode,
            Node = index.Inode(name.Inode).IsLowerLink ? default : IdOf(name.Inode),
            Next = place + 1,
        };
        return true;
    }

    /// <inheritdoc/>
    public override int Read(ulong file, long offset, Span<byte> destination)
    {
        var (content, inode) = ContentOf((uint)file);
        return content.ReadFile(content.Index.Inode(inode), offset, destination);
    }

    /// <inheritdoc/>
    public override IDisposable? Hold(ulong file)
    {
        var (content, inode) = ContentOf((uint)file);
        return content.Hold(content.Index.Inode(inode));
    }

    /// <inheritdoc/>
    public override bool TryFindData(ulong file, long offset, out DataRange data)
    {
        var (content, inode) = ContentOf((uint)file);
        return content.TryFindData(content.Index.Inode(inode), offset, out data);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadLink(ulong link)
    {
        var (content, inode) = ContentOf((uint)link);
        ref readonly var node = ref content.Index.Inode(inode);
        return UnixMode.IsSymbolicLink(node.Mode) ? content.Index.Target(node) : throw WrongKind("symbolic link");
    }

    /// <inheritdoc/>
    public override bool TryGetXattr(ulong node, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        return Own.ContentIfReady?.Index is { } index && index.Extras(index.Inode((uint)node)).TryGetXattr(name, out value);
    }

    /// <inheritdoc/>
    public override int ListXattrs(ulong node, Span<byte> destination) => Own.ContentIfReady?.Index is { } index
        ? RootFs.ListXattrs(index.Extras(index.Inode((uint)node)), destination)
        : 0;

    private (LayerContent Content, uint Inode) ContentOf(uint inode)
    {
        var own = Own.Content;
        if (!own.Index.Inode(inode).IsLowerLink)
        {
            return (own, inode);
        }

        _below ??= new RootFs([.. stack], Tree.Layers.Memory.Directories);
        var file = _below.FileOf(new TreeNode(stack.Length - 1, inode));
        return (_below.ContentOf(file.Layer), file.Inode);
    }

    /// <summary>The names of a directory: one run of the index.</summary>
    private sealed record NameRange(uint First, uint Count);
}
