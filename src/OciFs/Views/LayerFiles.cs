using OciFs.Descriptors;
using OciFs.Layers;
using OciFs.Stores;

namespace OciFs.Views;

/// <summary>
/// A blob as it is stored; its digest is checked before the first byte is given. What its descriptor brings, checked when that was read, serves where the
/// store has none.
/// </summary>
internal sealed class BlobFile(LayerPool pool, Descriptor descriptor) : FixedNode
{
    /// <inheritdoc/>
    public override bool IsCheap => false;

    /// <inheritdoc/>
    public override uint Mode => UnixMode.Regular | 0x124;

    /// <inheritdoc/>
    public override long Size() => pool.Store.TryGetBlobSize(descriptor.Digest, out var size) ? size
        : descriptor.Data?.Length
        ?? throw new OciFsException(OciFsError.NotFound, $"{descriptor.Digest}: the store does not have this blob (fetch the image again)");

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination) => descriptor.Data is { } data && !pool.Store.TryGetBlobSize(descriptor.Digest, out _)
        ? new InlineContent(data).ReadAt(offset, destination)
        : pool.GetBlob(descriptor.Digest).ReadAt(offset, destination);
}

/// <summary>A layer decompressed. Its length is known when the layer has been indexed.</summary>
internal sealed class TarFile(Layer layer) : FixedNode
{
    /// <inheritdoc/>
    public override uint Mode => UnixMode.Regular | 0x124;

    /// <inheritdoc/>
    public override bool IsCheap => layer.ContentIfReady is not null;

    /// <inheritdoc/>
    public override long Size() => Content().StreamLength;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination) =>
        Content().ReadStream(offset, destination);

    // The store may turn out to have the layer unpacked only.
    private LayerContent Content() => layer.Opened is { HasTar: true } opened
        ? opened.Content
        : throw new OciFsException(
            OciFsError.Unavailable, $"{layer.Claim.Digest}: the store has not kept this layer's tar, only the files that were unpacked from it");
}
