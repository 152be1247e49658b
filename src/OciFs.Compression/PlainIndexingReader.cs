namespace OciFs.Compression;

/// <summary>The first pass over a stream that is not compressed: every offset is a place to start at, so one point at 0 is all.</summary>
internal sealed class PlainIndexingReader : IndexingReader
{
    private readonly Stream _stream;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(256 << 10);
    private long _length;

    public PlainIndexingReader(Stream stream)
        : base(null)
    {
        _stream = stream;
        Index.AddPoint(0, 0, default);
    }

    public override CompressionFormat Format => CompressionFormat.None;

    private protected override long CompressedLength => _length;

    private protected override ReadOnlySpan<byte> Decode()
    {
        var read = _stream.Read(_buffer);
        _length += read;
        return _buffer.AsSpan(0, read);
    }

    private protected override void Dispose(bool disposing)
    {
    }
}
