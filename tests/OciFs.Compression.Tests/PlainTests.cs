namespace OciFs.Compression.Tests;

public sealed class PlainTests
{
    private readonly byte[] plain = Samples.Random(11, 700_001);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131_072)]
    [InlineData(700_001)]
    public void Bytes_that_are_not_compressed_pass_as_they_are(int length)
    {
        var (bytes, index) = Reading.Pass(new DribbleStream(plain[..length], 50_000));
        Assert.Equal(plain[..length], bytes);
        Assert.Equal(CompressionFormat.None, index.Format);
        Assert.Equal(length, index.Length);
        Assert.Equal(length, index.CompressedLength);
    }

    [Fact]
    public void Any_place_can_be_read_and_what_changed_is_not_handed_out()
    {
        var source = new ArraySource(plain);
        using var cache = new BlockCache(4 * BlockCache.BlockSize);
        using var reader = new SeekableReader(source, Reading.Index(plain), cache);
        Reading.CompareRandomReads(reader, plain, 300, 12);

        source.Bytes = [.. plain];
        source.Bytes[400_000] ^= 1;
        using var changed = new SeekableReader(source, Reading.Index(plain), cache);
        var buffer = new byte[10];
        Assert.Equal(10, changed.ReadAt(0, buffer));
        Assert.Throws<CompressedDataException>(() => changed.ReadAt(399_000, buffer));
    }

    [Fact]
    public void A_reader_that_was_disposed_says_so()
    {
        var reader = IndexingReader.Open(new MemoryStream(plain));
        reader.Next();
        reader.Dispose();
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Next().Length);
    }
}
