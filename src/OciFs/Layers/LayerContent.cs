using OciFs.Compression;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>An indexed layer: its tree, and the bytes of its files and of its tar stream, each checked before it is given. Any thread.</summary>
internal sealed class LayerContent : IDisposable
{
    private readonly IBlob _blob;
    private readonly SeekableReader _reader;

    /// <summary>Takes over the blob and the index.</summary>
    public LayerContent(IBlob blob, LayerIndex index, BlockCache blocks)
    {
        _blob = blob;
        Index = index;
        _reader = new SeekableReader(blob, index.Seek, blocks);
    }

    /// <summary>The layer's tree.</summary>
    public LayerIndex Index { get; }

    /// <summary>Length of the decompressed layer in bytes.</summary>
    public long StreamLength => Index.Seek.Length;

    /// <summary>Reads of the decompressed layer (the tar as it is); short only at its end.</summary>
    /// <exception cref="OciFsException">The blob cannot be read, or is no longer what was indexed.</exception>
    public int ReadStream(long offset, Span<byte> destination)
    {
        try
        {
            return _reader.ReadAt(offset, destination);
        }
        catch (CompressedDataException error)
        {
            throw new OciFsException(OciFsError.Invalid, $"the blob has changed since it was indexed: {error.Message}", error);
        }
        catch (IOException error)
        {
            throw new OciFsException(OciFsError.Unavailable, $"the blob cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads of a regular file's content; short only at its end. Holes are zeros.</summary>
    /// <exception cref="OciFsException">As <see cref="ReadStream"/>.</exception>
    public int ReadFile(in LayerInode inode, long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= inode.Size)
        {
            return 0;
        }

        var wanted = destination[..(int)Math.Min(destination.Length, inode.Size - offset)];
        if ((inode.Flags & LayerInodeFlags.Sparse) == 0)
        {
            return ReadStream(inode.Data + offset, wanted);
        }

        ReadSparse(inode, offset, wanted);
        return wanted.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _blob.Dispose();
        Index.Dispose();
    }

    private void ReadSparse(in LayerInode inode, long offset, Span<byte> destination)
    {
        destination.Clear();
        var stored = inode.Data;
        var end = offset + destination.Length;
        foreach (var segment in Index.Extras(inode).Segments)
        {
            var from = Math.Max(offset, segment.Offset);
            var to = Math.Min(end, segment.Offset + segment.Length);
            if (from < to)
            {
                var part = destination.Slice((int)(from - offset), (int)(to - from));
                if (ReadStream(stored + (from - segment.Offset), part) != part.Length)
                {
                    throw new OciFsException(OciFsError.Invalid, "a sparse file's data ends before its map");
                }
            }

            stored += segment.Length;
        }
    }
}
