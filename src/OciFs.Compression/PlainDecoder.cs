namespace OciFs.Compression;

/// <summary>"Decodes" a stream that is not compressed: its offsets are the source's.</summary>
internal sealed class PlainDecoder(IByteSource source) : ResumableDecoder
{
    /// <inheritdoc/>
    public override long Bytes => 0;

    /// <inheritdoc/>
    public override void Start(int point) => Position = 0;

    /// <inheritdoc/>
    public override bool TrySeek(long output)
    {
        Position = output;
        return true;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        var filled = 0;
        while (filled < destination.Length)
        {
            var read = source.ReadAt(Position, destination[filled..]);
            if (read == 0)
                break;
            filled += read;
            Position += read;
        }

        return filled;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
