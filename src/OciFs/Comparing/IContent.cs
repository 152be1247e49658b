using OciFs.Layers;
using OciFs.Views;

namespace OciFs.Comparing;

/// <summary>The bytes of a regular file, wherever it is. May throw <see cref="NotReadyException"/>.</summary>
internal interface IContent
{
    /// <summary>The first part that ends behind <paramref name="offset"/> and is no hole; false where none is.</summary>
    bool TryFindData(long offset, out DataRange data);

    /// <summary>Reads; short only at the end.</summary>
    int Read(long offset, Span<byte> destination);
}

/// <summary>Of a file of a tree.</summary>
internal sealed record NodeContent(ImageTree Tree, NodeId File) : IContent
{
    /// <inheritdoc/>
    public bool TryFindData(long offset, out DataRange data) => Tree.TryFindData(File, offset, out data);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination) => Tree.Read(File, offset, destination);
}

/// <summary>Of a file of a layer, whatever upper layers make of it.</summary>
internal sealed record InodeContent(LayerContent Layer, uint Inode) : IContent
{
    /// <inheritdoc/>
    public bool TryFindData(long offset, out DataRange data) => Layer.TryFindData(Layer.Index.Inode(Inode), offset, out data);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination) => Layer.ReadFile(Layer.Index.Inode(Inode), offset, destination);
}
