using System.Buffers.Binary;
using OciFs.Compression.Zstd;

namespace OciFs.Compression.Tests;

/// <summary>
/// What is corrupt by RFC 8878 and libzstd takes, as its buffers and its last frames happen to be. The inputs with Huffman literals lie in
/// Fixtures/fuzz/zstd.
/// </summary>
public sealed class ZstdPermittedTests
{
    private const int OverreadLength = 130_846;

    /// <summary>One block whose five sequences take more bits than there are (RFC 8878 §4.1).</summary>
    private static ReadOnlySpan<byte> Overread => [0x75, 0, 0, 0x30, 0, 0, 0xFF, 0xF7, 4, 0, 5, 0, 0, 0xFF, 0x39, 0x28, 2];

    /// <summary>Window 512 KiB, no content size: one sequence of a long match, then two RLE blocks, so that none is compressed behind a point.</summary>
    private static ReadOnlySpan<byte> Sound =>
    [
        0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x48, 0x74, 0, 0, 0x30, 0, 0, 0xFF, 0, 4, 0, 1, 0, 0xF7, 0xFF, 0x39, 0x28, 2, 0x02, 0, 0x10, 2, 0x03, 0x9F, 4,
        0,
    ];

    [Fact]
    public void SequencesBeyondTheirBitstreamAreRefused() =>
        Refuses([0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x48, .. Overread], "beyond its bitstream");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AMatchBeyondTheWindowIsRefused(bool saysItsSize)
    {
        // The tenth block starts with a match 1,079,648 bytes back, and says a window of 1 MiB; libzstd keeps a little more.
        var noise = Samples.Random(4, 9 * ZstdFormat.MaxBlock);
        byte[] plain = [.. noise, .. noise.AsSpan(100_000, 1000), .. ZstdSamples.Numbers(300_000)];
        var compressed = ZstdCli.CompressStream(plain, "-19 --zstd=wlog=21");
        Assert.Equal(11 << 3, compressed[5]);
        compressed[5] = 10 << 3;
        if (saysItsSize)
        {
            var size = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(size, plain.Length);
            compressed = [.. compressed.AsSpan(0, 4), (byte)(compressed[4] | 0x80), compressed[5], .. size, .. compressed.AsSpan(6)];
        }

        Refuses(compressed, "beyond the window");
    }

    /// <summary>A frame too short to be traced gives the same bytes behind a point of another frame as in the first pass.</summary>
    [Fact]
    public void AShortFrameIsReadAlikeAfterADictionary()
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, OverreadLength);
        byte[] compressed = [.. Sound, 0x28, 0xB5, 0x2F, 0xFD, 0xA0, .. size, .. Overread];
        using var reader = new ZstdIndexingReader(new MemoryStream(compressed), 1, ZstdFormat.MaxBlock);
        var plain = Reading.ToEnd(reader);
        var index = Reading.Open(reader.FinishIndex());
        Assert.NotEqual(0, index.Points[1].StateLength);
        Assert.Equal(0, index.Points[^1].StateLength);
        Assert.Equal(OverreadLength, plain.Length - index.Points[^1].Output);

        using var decoder = new ZstdDecoder(new ArraySource(compressed), index);
        decoder.Start(1);
        Assert.Equal(10, decoder.Read(new byte[10]));
        decoder.Start(index.Points.Length - 1);
        var buffer = new byte[OverreadLength];
        Assert.Equal(buffer.Length, decoder.Read(buffer));
        Assert.True(buffer.AsSpan().SequenceEqual(plain.AsSpan(plain.Length - OverreadLength)));
    }

    private static void Refuses(byte[] stream, string named)
    {
        var error = Assert.Throws<CompressedDataException>(() => ZstdStreams.Decode(stream));
        Assert.Equal(CompressedDataError.Corrupt, error.Error);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }
}
