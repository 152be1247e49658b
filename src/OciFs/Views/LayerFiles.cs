using OciFs.Layers;
using OciFs.References;

namespace OciFs.Views;

/// <summary>A blob as it is stored; its digest is checked before the first byte is given.</summary>
internal sealed class BlobFile(LayerPool pool, Digest digest) : FixedNode
{
    /// <inheritdoc/>
    public override bool IsCheap => false;

    /// <inheritdoc/>
    public override uint Mode => UnixMode.Regular | 0x124;

    /// <inheritdoc/>
    public override long Size() => pool.Store.TryGetBlobSize(digest, out var size)
        ? size
        : throw new OciFsException(OciFsError.NotFound, $"{digest}: the store does not have this blob (fetch the image again)");

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination) =>
        pool.GetBlob(digest).ReadAt(offset, destination);
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
