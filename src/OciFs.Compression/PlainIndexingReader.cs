namespace OciFs.Compression;

/// <summary>The first pass over a stream that is not compressed: every offset is a place to start at, so one point at 0 is all.</summary>
internal sealed class PlainIndexingReader : IndexingReader
{
    private readonly Stream stream;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(256 << 10);
    private long length;

    public PlainIndexingReader(Stream stream)
    {
        this.stream = stream;
        Index.AddPoint(0, 0, default);
    }

    public override CompressionFormat Format => CompressionFormat.None;

    private protected override long CompressedLength => length;

    private protected override ReadOnlySpan<byte> Decode()
    {
        var read = stream.Read(buffer);
        length += read;
        return buffer.AsSpan(0, read);
    }

    private protected override void Dispose(bool disposing)
    {
    }
}
