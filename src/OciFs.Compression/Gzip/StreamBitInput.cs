namespace OciFs.Compression.Gzip;

/// <summary>The bits of a stream that is read once, forward. The stream stays the caller's.</summary>
internal sealed class StreamBitInput(Stream stream) : BitInput(256 << 10)
{
    protected override int Read(Span<byte> destination) => stream.Read(destination);
}
