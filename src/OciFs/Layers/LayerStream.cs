using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>Reads of a decompressed layer; takes over the reader and what it alone uses. Any thread.</summary>
/// <param name="reader">The reader.</param>
/// <param name="ownBlocks">What it alone uses.</param>
/// <param name="places">Those of reads that need the source; null where one thread reads.</param>
internal sealed class LayerStream(SeekableReader reader, BlockCache? ownBlocks = null, ReadPlaces? places = null) : IDisposable
{
    /// <summary>Reads the tar as it is; short only at its end.</summary>
    /// <exception cref="OciFsException">The blob cannot be read, or is no longer what was indexed.</exception>
    /// <exception cref="NotReadyException">As many reads as may be are waiting for the blob's source.</exception>
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
            if (places is null)
            {
                return reader.ReadAt(offset, destination, ref reached);
            }

            var cached = reader.ReadCached(offset, destination);
            return cached == destination.Length || offset + cached >= reader.Length
                ? cached
                : cached + ReadSource(places, offset + cached, destination[cached..], ref reached);
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

    private int ReadSource(ReadPlaces places, long offset, Span<byte> destination, ref long reached)
    {
        places.Enter();
        try
        {
            return reader.ReadAt(offset, destination, ref reached);
        }
        finally
        {
            places.Leave();
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
