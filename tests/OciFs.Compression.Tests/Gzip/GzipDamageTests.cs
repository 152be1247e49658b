using OciFs.Compression.Gzip;

namespace OciFs.Compression.Tests.Gzip;

/// <summary>Damaged streams give our exception or the right bytes: never others, never another exception, never no end.</summary>
public sealed class GzipDamageTests
{
    private static readonly byte[] Plain = Samples.Mixed(90_000)[60_000..];

    public static TheoryData<string> Kinds => ["dynamic", "fixed", "stored", "flushed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_cut_is_told(string kind)
    {
        var (plain, compressed) = Make(kind);
        for (var length = 0; length < compressed.Length; length++)
            Assert.Equal(CompressedDataError.Truncated, Pass(compressed[..length], plain));
        Assert.Null(Pass(compressed, plain));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_flipped_bit_has_the_verdict_that_zlib_has(string kind)
    {
        var (plain, compressed) = Make(kind);
        var expected = Tool.Python(
            """
            result = bytearray()
            for bit in range(len(data) * 8):
                damaged = bytearray(data)
                damaged[bit >> 3] ^= 1 << (bit & 7)
                d = zlib.decompressobj(31)
                try:
                    d.decompress(damaged)
                    result.append(1 if d.eof else 0)
                except zlib.error:
                    result.append(0)
            """,
            compressed);
        for (var bit = 0; bit < compressed.Length * 8; bit++)
            Assert.True(expected[bit] == (Pass(Flip(compressed, bit), plain) is null ? 1 : 0), $"bit {bit}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_source_that_changed_in_any_bit_never_gives_other_bytes(string kind)
    {
        var (plain, compressed) = Make(kind);
        var index = Reading.Index(compressed);
        var buffer = new byte[plain.Length];
        using var cache = new BlockCache(0);
        for (var bit = 0; bit < compressed.Length * 8; bit++)
        {
            using var reader = new SeekableReader(new ArraySource(Flip(compressed, bit)), index, cache);
            try
            {
                Assert.Equal(plain.Length, reader.ReadAt(0, buffer));
                Assert.Equal(plain, buffer);
            }
            catch (CompressedDataException)
            {
                // As it should be.
            }
        }
    }

    [Fact]
    public void Streams_of_noise_have_the_verdict_that_zlib_has()
    {
        var random = new Random(77);
        var valid = 0;
        for (var round = 0; round < 6; round++)
        {
            // Deflate data of 1 to 40 random bytes behind a header: most die early, some are whole.
            var streams = Enumerable.Range(0, 500).Select(_ => Samples.Random(random.Next(), random.Next(1, 40))).ToArray();
            var joined = streams.SelectMany(s => s.Prepend((byte)s.Length)).ToArray();
            var verdicts = Tool.Python(
                """
                result = bytearray()
                at = 0
                while at < len(data):
                    stream = data[at + 1:at + 1 + data[at]]
                    at += 1 + data[at]
                    d = zlib.decompressobj(-15)
                    try:
                        out = d.decompress(stream)
                        result += struct.pack('<BI', 1 if d.eof else 2, zlib.crc32(out))
                    except zlib.error:
                        result += struct.pack('<BI', 0, 0)
                """,
                joined);
            for (var i = 0; i < streams.Length; i++)
            {
                var verdict = verdicts[i * 5];
                byte[] member = [.. Members.PlainHeader, .. streams[i], .. new byte[8]];
                var thrown = Record(member);
                valid += verdict == 1 ? 1 : 0;
                if (verdict == 1 && thrown?.Error == CompressedDataError.Corrupt) // Whole to zlib: only its trailer may fail.
                    Assert.Contains("wrong", thrown.Message, StringComparison.Ordinal);
                if (verdict == 0)
                    Assert.Equal(CompressedDataError.Corrupt, thrown?.Error);
            }
        }

        Assert.InRange(valid, 5, 3000);
    }

    private static (byte[] Plain, byte[] Compressed) Make(string kind) => kind switch
    {
        "dynamic" => (Plain[..4000], Members.Gzip(Plain[..4000])),
        "fixed" => (Plain[..1500], Members.Zlib(Plain[..1500], strategy: "Z_FIXED")),
        "stored" => (Plain[..800], Members.Zlib(Plain[..800], level: "0", flushEvery: 300)),
        _ => (Plain[..2000], Members.Zlib(Plain[..2000], flushEvery: 700)),
    };

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] damaged = [.. bytes];
        damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
        return damaged;
    }

    /// <summary>Null if the stream gives the plain bytes.</summary>
    private static CompressedDataError? Pass(byte[] compressed, byte[] plain)
    {
        using var reader = new GzipIndexingReader(new MemoryStream(compressed), IndexingReader.DefaultSpan);
        try
        {
            Assert.Equal(plain, Reading.ToEnd(reader));
            return null;
        }
        catch (CompressedDataException thrown)
        {
            return thrown.Error;
        }
    }

    private static CompressedDataException? Record(byte[] compressed)
    {
        using var reader = new GzipIndexingReader(new MemoryStream(compressed), IndexingReader.DefaultSpan);
        try
        {
            Reading.ToEnd(reader);
            return null;
        }
        catch (CompressedDataException thrown)
        {
            return thrown;
        }
    }
}
