using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>Reads of a decompressed layer; takes over the reader and what it alone uses. Any thread.</summary>
internal sealed class LayerStream(SeekableReader reader, BlockCache? ownBlocks = null) : IDisposable
{
    /// <summary>Reads the tar as it is; short only at its end.</summary>
    /// <exception cref="OciFsException">The blob cannot be read, or is no longer what was indexed.</exception>
    public int Read(long offset, Span<byte> destination)
    {
        var reached = offset;
        return Read(offset, destination, ref reached);
    }

    /// <inheritdoc cref="Read(long, Span{byte})"/>
    /// <param name="offset">Where to begin.</param>
    /// <param name="destination">Is filled.</param>
    /// <param name="reached">As that of <see cref="SeekableReader"/>.</param>
    public int Read(long offset, Span<byte> destination, ref long reached)
    {
        try
        {
            return reader.ReadAt(offset, destination, ref reached);
        }
        catch (CompressedDataException error)
        {
            throw new OciFsException(OciFsError.Invalid, $"the blob has changed since it was indexed: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            throw new OciFsException(OciFsError.Unavailable, $"the blob cannot be read: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => TryDispose(Timeout.InfiniteTimeSpan);

    /// <inheritdoc cref="SeekableReader.TryDispose"/>
    public bool TryDispose(TimeSpan patience)
    {
        if (!reader.TryDispose(patience))
        {
            return false;
        }

        ownBlocks?.Dispose();
        return true;
    }
}
