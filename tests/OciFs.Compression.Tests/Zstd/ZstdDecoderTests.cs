using OciFs.Compression.Zstd;

namespace OciFs.Compression.Tests;

public sealed class ZstdDecoderTests
{
    public static TheoryData<string> Settings =>
        ["-1", "-3", "-3 --no-check", "-6 --zstd=wlog=23", "-19", "--ultra -22", "-19 --long=27", "stream -3", "pzstd -3", "frames"];

    public static TheoryData<string, string> Patterns => new MatrixTheoryData<string, string>(
        ["zeros", "noise", "period", "period with faults", "few symbols", "numbers", "islands"],
        ["-1", "-3 --no-check", "-3 --long=20", "-9 --zstd=wlog=18", "-19"]);

    [Theory]
    [MemberData(nameof(Settings))]
    public void ReadsTheSameBytesFromAThousandRandomPlaces(string setting)
    {
        var (plain, compressed) = ZstdSamples.ByName(setting);
        var random = new Random(11);
        var buffer = new byte[128 << 10];
        foreach (var span in (int[])[64 << 10, 512 << 10, 2 << 20, 4 << 20])
        {
            var index = ZstdStreams.Index(compressed, span).Index;
            using var decoder = new ZstdDecoder(new ArraySource(compressed), index);
            for (var i = 0; i < 250; i++)
            {
                var at = random.Next(plain.Length);
                Seek(decoder, index, at, buffer);
                var length = decoder.Read(buffer.AsSpan(0, random.Next(1, buffer.Length)));
                Assert.True(buffer.AsSpan(0, length).SequenceEqual(plain.AsSpan(at, length)), $"{length} bytes at {at}, span {span}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void EveryBlockCanBeAPoint(string pattern, string setting)
    {
        var plain = ZstdSamples.Pattern(pattern);
        var compressed = ZstdCli.CompressStream(plain, setting);
        var (decoded, index) = ZstdStreams.IndexEveryBlock(compressed);
        Assert.True(decoded.AsSpan().SequenceEqual(plain));

        using var decoder = new ZstdDecoder(new ArraySource(compressed), index);
        var buffer = new byte[plain.Length + 1];
        for (var point = 0; point < index.Points.Length; point++)
        {
            decoder.Start(point);
            var rest = plain.AsSpan((int)index.Points[point].Output);
            Assert.Equal(rest.Length, decoder.Read(buffer));
            Assert.True(buffer.AsSpan(0, rest.Length).SequenceEqual(rest), $"from point {point}");
            Assert.Equal(0, decoder.Read(buffer));
        }
    }

    [Fact]
    public void RealDataGoesOnFromEveryBlockToTheEnd()
    {
        var plain = ZstdSamples.SmallTar.AsSpan(0, 4_000_000);
        foreach (var compressed in (byte[][])[ZstdCli.CompressStream(plain, "-3"), ZstdCli.CompressFile(plain, "-19 --long=27")])
        {
            var index = ZstdStreams.IndexEveryBlock([.. compressed, .. compressed]).Index;
            Assert.InRange(index.Points.Length, 10, 100);
            using var decoder = new ZstdDecoder(new ArraySource([.. compressed, .. compressed]), index);
            var buffer = new byte[2 * plain.Length];
            for (var point = 0; point < index.Points.Length; point++)
            {
                decoder.Start(point);
                var at = (int)index.Points[point].Output;
                Assert.Equal(buffer.Length - at, decoder.Read(buffer));
                for (var from = at; from < buffer.Length;)
                {
                    var length = Math.Min(plain.Length - (from % plain.Length), buffer.Length - from);
                    Assert.True(buffer.AsSpan(from - at, length).SequenceEqual(plain.Slice(from % plain.Length, length)));
                    from += length;
                }
            }
        }
    }

    [Fact]
    public void ReadsInPiecesOfAnySizeAcrossPoints()
    {
        var (plain, compressed) = ZstdSamples.ByName("-3");
        var index = ZstdStreams.Index(compressed, IndexingReader.DefaultSpan).Index;
        using var decoder = new ZstdDecoder(new ArraySource(compressed), index);
        var random = new Random(5);
        var buffer = new byte[300_000];
        decoder.Start(1);
        var at = (int)index.Points[1].Output;
        while (at < 12_000_000)
        {
            Assert.Equal(at, decoder.Position);
            var length = decoder.Read(buffer.AsSpan(0, random.Next(1 << random.Next(18))));
            Assert.True(buffer.AsSpan(0, length).SequenceEqual(plain.AsSpan(at, length)));
            at += length;
        }
    }

    [Fact]
    public void StartsAndReadsWithoutManagedAllocation()
    {
        var (_, compressed) = ZstdSamples.ByName("-3");
        var index = ZstdStreams.Index(compressed, IndexingReader.DefaultSpan).Index;
        using var decoder = new ZstdDecoder(new ArraySource(compressed), index);
        var buffer = new byte[128 << 10];
        var first = StartAll(decoder, index, buffer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var second = StartAll(decoder, index, buffer);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal((long)index.Points.Length * buffer.Length, first);
        Assert.Equal(first, second);
        Assert.Equal(before, after);
    }

    [Fact]
    public void ASourceShorterThanItsIndexIsTruncated()
    {
        var compressed = ZstdCli.CompressStream(ZstdSamples.Numbers(400_000), "-1");
        var index = ZstdStreams.IndexEveryBlock(compressed).Index;
        for (var point = 0; point < index.Points.Length; point++)
        {
            using var decoder = new ZstdDecoder(new ArraySource(compressed[..(compressed.Length / 2)]), index);
            var error = Assert.Throws<CompressedDataException>(() =>
            {
                decoder.Start(point);
                decoder.Read(new byte[400_000]);
            });
            Assert.Equal(CompressedDataError.Truncated, error.Error);
        }
    }

    private static long StartAll(ZstdDecoder decoder, SeekIndex index, byte[] buffer)
    {
        long read = 0;
        for (var point = 0; point < index.Points.Length; point++)
        {
            decoder.Start(point);
            read += decoder.Read(buffer);
        }

        return read;
    }

    private static void Seek(ZstdDecoder decoder, SeekIndex index, long at, byte[] scratch)
    {
        decoder.Start(index.PointBefore(at));
        while (decoder.Position < at)
        {
            Assert.NotEqual(0, decoder.Read(scratch.AsSpan(0, (int)Math.Min(scratch.Length, at - decoder.Position))));
        }
    }
}
