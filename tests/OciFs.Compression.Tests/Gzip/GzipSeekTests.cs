using System.Collections.Concurrent;

namespace OciFs.Compression.Tests.Gzip;

/// <summary>Reads at random places, compared with the plain bytes.</summary>
public sealed class GzipSeekTests
{
    private const int Small = 64 << 10;
    private const int Common = 512 << 10;
    private const int Large = 4 << 20;

    private static readonly ConcurrentDictionary<string, Lazy<(byte[], byte[])>> Inputs = new(StringComparer.Ordinal);

    public static TheoryData<string, int> Settings
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var kind in (string[])["gzip-6", "gzip-1", "members", "giant", "zeros", "random", "stored", "fixed"])
            {
                foreach (var span in (int[])[Small, Common, Large])
                    data.Add(kind, span);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_thousand_reads(string kind, int span)
    {
        var (plain, compressed) = Make(kind);
        var index = Reading.Index(compressed, span);
        AssertPoints(index, span);
        using var cache = new BlockCache(4 * BlockCache.BlockSize);
        using var reader = new SeekableReader(new ArraySource(compressed), index, cache);
        Assert.Equal(plain.Length, reader.Length);
        Reading.CompareRandomReads(reader, plain, 1000, span);
    }

    [Theory]
    [InlineData("gzip-6")]
    [InlineData("giant")]
    [InlineData("members")]
    public void Every_point_is_a_place_to_start_at(string kind)
    {
        var (plain, compressed) = Make(kind);
        var index = Reading.Index(compressed, Small);
        using var decoder = ResumableDecoder.Create(new ArraySource(compressed), index);
        var buffer = new byte[100_000];
        for (var point = 0; point < index.Points.Length; point++)
        {
            decoder.Start(point);
            Assert.Equal(index.Points[point].Output, decoder.Position);
            var read = decoder.Read(buffer);
            Assert.True(buffer.AsSpan(0, read).SequenceEqual(plain.AsSpan((int)index.Points[point].Output, read)), $"point {point}");
            Assert.Equal(index.Points[point].Output + read, decoder.Position);
        }
    }

    [Fact]
    public void A_decoder_goes_on_to_the_end()
    {
        var (plain, compressed) = Make("members");
        var index = Reading.Index(compressed, Common);
        using var decoder = ResumableDecoder.Create(new ArraySource(compressed), index);
        decoder.Start(1);
        var rest = new byte[plain.Length];
        var read = decoder.Read(rest);
        Assert.True(rest.AsSpan(0, read).SequenceEqual(plain.AsSpan((int)index.Points[1].Output)));
        Assert.Equal(0, decoder.Read(rest));
    }

    [Fact]
    public void Blocks_of_one_giant_block_have_points_inside()
    {
        var (_, compressed) = Make("giant");
        var index = Reading.Index(compressed, Common);
        Assert.InRange(index.Points.Length, 4, 7); // 5 MB at twice the span each.
    }

    [Fact]
    public void A_window_keeps_only_what_is_referred_to()
    {
        var (_, compressed) = Make("gzip-6");
        var index = Reading.Index(compressed, Common);
        Assert.InRange(index.State.Length / index.Points.Length, 100, 16_000);
        index = Reading.Index(Make("stored").Compressed, Common);
        Assert.Equal(2 * (index.Points.Length - 1), index.State.Length); // Nothing but counts of no runs; the first point has no state.
    }

    private static void AssertPoints(SeekIndex index, int span)
    {
        var last = -span;
        foreach (var point in index.Points)
        {
            Assert.True(point.Output - last >= Math.Min(span, 64 << 10), $"{last} and {point.Output}");
            Assert.True(point.Output - last <= (2 * span) + (2 << 20), $"{last} and {point.Output}");
            last = (int)point.Output;
        }
    }

    private static (byte[] Plain, byte[] Compressed) Make(string kind) =>
        Inputs.GetOrAdd(kind, k => new Lazy<(byte[], byte[])>(() => Compress(k))).Value;

    private static (byte[] Plain, byte[] Compressed) Compress(string kind)
    {
        var plain = Samples.Mixed(6_000_000);
        switch (kind)
        {
            case "gzip-6":
                return (plain, Members.Gzip(plain));
            case "gzip-1":
                return (plain, Members.Gzip(plain, 1));
            case "stored":
                return (plain, Members.Zlib(plain, level: "0"));
            case "fixed":
                return (plain, Members.Zlib(plain, strategy: "Z_FIXED"));
            case "random":
                plain = Samples.Random(8, 6_000_000);
                return (plain, Members.Gzip(plain));
            case "zeros":
                plain = new byte[24_000_000];
                plain[7_000_000] = 1;
                return (plain, Members.Gzip(plain, 9));
            case "giant":
                var (compressed, output) = Members.GiantBlock(5_000_000);
                return (output, compressed);
            default:
                byte[] empty = Members.Gzip([]);
                var members = plain.Chunk(70_000).SelectMany((part, i) => (byte[])[.. i % 4 == 0 ? empty : [], .. Members.Gzip(part)]);
                return (plain, [.. members]);
        }
    }
}
