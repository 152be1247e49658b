using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>Reads of a decompressed layer; takes over the reader and what it alone uses. Any thread.</summary>
internal sealed class LayerStream(SeekableReader reader, BlockCache? ownBlocks = null) : IDisposable
{
    /// <summary>Reads the tar as it is; short only at its end.</summary>
    /// <exception cref="OciFsException">The blob cannot be read, or is no longer what was indexed.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        try
        {
            return reader.ReadAt(offset, destination);
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

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        ownBlocks?.Dispose();
    }
}
