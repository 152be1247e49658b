using OciFs.Compression.Zstd;

namespace OciFs.Compression.Tests;

public sealed class ZstdDamageTests
{
    private static readonly byte[] Plain = ZstdSamples.Small();
    private static readonly byte[] Compressed = ZstdCli.CompressStream(Plain, "-3");

    [Fact]
    public void EveryTruncationIsTold()
    {
        for (var length = 0; length < Compressed.Length; length++)
        {
            var error = Assert.Throws<CompressedDataException>(() => ZstdStreams.Decode(Compressed[..length]));
            Assert.Equal(CompressedDataError.Truncated, error.Error);
        }
    }

    [Fact]
    public void EveryBitFlipGivesTheRightBytesOrAnError()
    {
        var damaged = Compressed.ToArray();
        var told = 0;
        for (var bit = 0; bit < damaged.Length * 8; bit++)
        {
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
            told += IsToldOrRight(damaged) ? 1 : 0;
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
        }

        // A few flips are without effect: a larger window, the unused bit of a header, a longer code of the same meaning.
        Assert.InRange(told, damaged.Length * 8 * 9 / 10, damaged.Length * 8);
    }

    [Fact]
    public void EveryBitFlipWithoutAChecksumIsSurvived()
    {
        var damaged = ZstdCli.CompressStream(Plain, "-3 --no-check");
        for (var bit = 0; bit < damaged.Length * 8; bit++)
        {
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
            try
            {
                using var reader = new ZstdIndexingReader(new MemoryStream(damaged), 1, 1);
                while (!reader.Next().IsEmpty)
                {
                }
            }
            catch (CompressedDataException)
            {
                // Told: what the test wants.
            }

            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
        }
    }

    [Fact]
    public void DamageBehindAGoodIndexIsSurvivedFromEveryPoint()
    {
        var index = ZstdStreams.IndexEveryBlock(Compressed).Index;
        Assert.InRange(index.Points.Length, 2, 10);
        var damaged = Compressed.ToArray();
        using var decoder = new ZstdDecoder(new ArraySource(damaged), index);
        var buffer = new byte[Plain.Length];
        var random = new Random(9);
        for (var i = 0; i < 3_000; i++)
        {
            var bit = random.Next(damaged.Length * 8);
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
            ZstdForgery.Survives(decoder, i % index.Points.Length, buffer);
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
        }

        decoder.Start(0);
        Assert.Equal(Plain.Length, decoder.Read(buffer));
        Assert.Equal(Plain, buffer);
    }

    private static bool IsToldOrRight(byte[] damaged)
    {
        try
        {
            Assert.Equal(Plain, ZstdStreams.Decode(damaged));
            return false;
        }
        catch (CompressedDataException)
        {
            return true;
        }
    }
}
