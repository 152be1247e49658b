using System.IO.Compression;

namespace OciFs.Compression.Tests.Gzip;

/// <summary>What other compressors write is read as it was before.</summary>
public sealed class GzipReadingTests
{
    private static readonly byte[] Plain = Samples.Mixed(1_500_000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Gzip_at_every_level(int level) => AssertReads(Plain, Members.Gzip(Plain, level));

    [Fact]
    public void Pigz() => AssertReads(Plain, Tool.Run("pigz", ["-c", "-b", "128"], Plain));

    [Fact]
    public void Pigz_of_independent_blocks() => AssertReads(Plain, Tool.Run("pigz", ["-c", "-i", "-b", "128"], Plain));

    [Fact]
    public void Igzip() => AssertReads(Plain, Tool.Run("igzip", ["-c"], Plain));

    [Fact]
    public void Zopfli()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, Plain[..200_000]);
            AssertReads(Plain[..200_000], Tool.Run("zopfli", ["--i1", "-c", file], []));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("6", "Z_FIXED")]
    [InlineData("6", "Z_HUFFMAN_ONLY")]
    [InlineData("6", "Z_RLE")]
    [InlineData("6", "Z_FILTERED")]
    [InlineData("0", "Z_DEFAULT_STRATEGY")]
    public void Zlib_in_every_strategy(string level, string strategy) => AssertReads(Plain, Members.Zlib(Plain, level, strategy));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(9, 0)]
    [InlineData(8, 10_000)]
    [InlineData(8, 7)]
    public void Zlib_with_small_blocks_and_full_flushes(int memLevel, int flushEvery)
    {
        var plain = flushEvery == 7 ? Plain[..100_000] : Plain;
        AssertReads(plain, Members.Zlib(plain, memLevel: memLevel, flushEvery: flushEvery));
    }

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.SmallestSize)]
    [InlineData(CompressionLevel.NoCompression)]
    public void DotNet(CompressionLevel level)
    {
        var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, level))
            stream.Write(Plain);
        AssertReads(Plain, compressed.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(65_535)]
    [InlineData(262_144)]
    public void Inputs_of_all_lengths(int length) => AssertReads(Plain[..length], Members.Gzip(Plain[..length]));

    [Fact]
    public void Bytes_that_do_not_compress()
    {
        var plain = Samples.Random(4, 3_000_000);
        AssertReads(plain, Members.Gzip(plain));
    }

    [Fact]
    public void Bytes_that_compress_a_thousand_to_one()
    {
        var plain = new byte[20_000_000];
        AssertReads(plain, Members.Gzip(plain, 9));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(31)]
    public void Matches_that_overlap_themselves(int distance)
    {
        var plain = new byte[100_000];
        for (var i = 0; i < plain.Length; i++)
            plain[i] = (byte)(i % distance * 37 ^ (i / 5000));
        AssertReads(plain, Members.Gzip(plain));
    }

    [Fact]
    public void A_giant_block()
    {
        var (compressed, plain) = Members.GiantBlock(5_000_000);
        Assert.Equal(plain, Tool.Run("gzip", ["-dc"], compressed));
        AssertReads(plain, compressed);
    }

    [Fact]
    public void Many_members_empty_ones_among_them()
    {
        var random = new Random(6);
        var compressed = new MemoryStream();
        var at = 0;
        for (var i = 0; at < Plain.Length; i++)
        {
            var length = i % 3 == 0 ? 0 : Math.Min(Plain.Length - at, random.Next(150_000));
            compressed.Write(Members.Gzip(Plain[at..(at + length)], 1 + (i % 9)));
            at += length;
        }

        compressed.Write(Members.Gzip([]));
        AssertReads(Plain, compressed.ToArray());
    }

    [Fact]
    public void A_stream_that_comes_in_drops()
    {
        var (bytes, index) = Reading.Pass(new DribbleStream(Members.Gzip(Plain), 100));
        Assert.True(bytes.AsSpan().SequenceEqual(Plain));
        Assert.Equal(Plain.Length, index.Length);
    }

    private static void AssertReads(byte[] plain, byte[] compressed)
    {
        var (bytes, index) = Reading.Pass(new MemoryStream(compressed));
        Assert.True(bytes.AsSpan().SequenceEqual(plain));
        Assert.Equal(CompressionFormat.Gzip, index.Format);
        Assert.Equal(plain.Length, index.Length);
        Assert.Equal(compressed.Length, index.CompressedLength);
    }
}
