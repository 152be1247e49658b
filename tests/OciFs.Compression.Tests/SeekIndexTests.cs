using System.Buffers.Binary;
using OciFs.Compression.Tests.Gzip;

namespace OciFs.Compression.Tests;

public sealed class SeekIndexTests
{
    private const int Header = 96;
    private const int Point = 32;

    private static readonly long[] Extremes =
        [0, 1, -1, 7, long.MaxValue, long.MinValue, int.MaxValue, int.MinValue, 1L << 40, 0x7FFF_FFFF_FFFF_0000];

    private static readonly byte[] Plain = Samples.Mixed(900_000);
    private static readonly byte[] Compressed = Members.Gzip(Plain);

    [Fact]
    public void What_was_put_in_comes_out()
    {
        var builder = new SeekIndexBuilder();
        builder.AddPoint(0, 0, default);
        builder.AddPoint(100_000, 801, [1, 2, 3], 7);
        builder.AddPoint(200_000, 1605, [4]);
        builder.AddChecksum(11);
        builder.AddChecksum(22);
        var bytes = builder.ToArray(CompressionFormat.Gzip, 1000, 262_143);
        Assert.Equal("OciFsSk2"u8, bytes.AsSpan(0, 8));
        Assert.Equal(Header + (3 * Point) + (2 * 8) + 4, bytes.Length);

        var index = Reading.Open(bytes);
        Assert.Equal((CompressionFormat.Gzip, 17, 1000L, 262_143L), (index.Format, index.BlockBits, index.CompressedLength, index.Length));
        Assert.Equal([11UL, 22UL], index.Checksums.ToArray());
        Assert.Equal([1, 2, 3, 4], index.State.ToArray());
        Assert.Equal(new SeekPoint { Output = 100_000, InputBit = 801, StateOffset = 0, StateLength = 3, Flags = 7 }, index.Points[1]);
        Assert.Equal([0, 0, 1, 1, 2, 2], new long[] { 0, 99_999, 100_000, 199_999, 200_000, 262_143 }.Select(index.PointBefore));
    }

    [Fact]
    public void A_cut_or_lengthened_index_is_refused()
    {
        var bytes = IndexBytes();
        for (var length = 0; length < bytes.Length; length += length < 2 * Header ? 1 : 997)
            Assert.False(SeekIndex.TryOpen(bytes.AsMemory(0, length), out _));
        Assert.False(SeekIndex.TryOpen((byte[])[.. bytes, 0], out _));
    }

    [Fact]
    public void Forged_numbers_are_refused_or_harmless()
    {
        var bytes = IndexBytes();
        var states = bytes.Length - Reading.Open(bytes).State.Length;
        var refused = 0;
        for (var at = 0; at < states; at += 4)
        {
            foreach (var value in Extremes)
                refused += IsRefused(bytes, at, value) ? 1 : 0;
        }

        Assert.True(refused > 100, "some must be refused at once");
    }

    private static byte[] IndexBytes()
    {
        using var reader = IndexingReader.Open(new MemoryStream(Compressed), 64 << 10);
        Reading.ToEnd(reader);
        return reader.FinishIndex();
    }

    /// <summary>
    /// Whether the index is refused once <paramref name="value"/> stands in it. If not, reads give right bytes or our exception.
    /// </summary>
    private static bool IsRefused(byte[] bytes, int at, long value)
    {
        byte[] forged = [.. bytes];
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        number[..Math.Min(8, forged.Length - at)].CopyTo(forged.AsSpan(at));
        if (!SeekIndex.TryOpen(forged, out var index))
            return true;
        using var cache = new BlockCache(0);
        using var reader = new SeekableReader(new ArraySource(Compressed), index!, cache);
        var buffer = new byte[1000];
        foreach (var offset in (long[])[0, 130_000, 500_000, 899_500, index!.Length - 1])
        {
            try
            {
                var read = reader.ReadAt(Math.Max(0, offset), buffer);
                Assert.True(read == 0 || buffer.AsSpan(0, read).SequenceEqual(Plain.AsSpan((int)offset, read)));
            }
            catch (CompressedDataException)
            {
                // As it should be.
            }
        }

        return false;
    }
}
