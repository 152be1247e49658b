namespace OciFs.Compression.Gzip;

/// <summary>The bits of a source from any place on. The source stays the caller's.</summary>
internal sealed class SourceBitInput(IByteSource source) : BitInput(Chunk)
{
    /// <summary>A cold read at the default span takes about 150 KiB of compressed bytes: half a chunk too much costs it little.</summary>
    public const int Chunk = 64 << 10;

    private long _offset;

    /// <summary>Stands at bit <paramref name="bit"/> of the source.</summary>
    /// <exception cref="CompressedDataException">The source ends before it.</exception>
    public void Seek(long bit)
    {
        _offset = bit >> 3;
        Restart(_offset);
        var within = (int)(bit & 7);
        if (within == 0)
            return;
        Ensure(8);
        Refill();
        Drop(within);
        ThrowIfPastEnd();
    }

    protected override int Read(Span<byte> destination)
    {
        var read = source.ReadAt(_offset, destination);
        _offset += read;
        return read;
    }
}
