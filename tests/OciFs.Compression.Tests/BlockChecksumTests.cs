using System.Buffers.Binary;

namespace OciFs.Compression.Tests;

public sealed class BlockChecksumTests
{
    [Fact]
    public void It_is_the_CRC_32_of_zlib()
    {
        foreach (var length in (int[])[0, 1, 1000, BlockCache.BlockSize, BlockCache.BlockSize + 1])
        {
            var bytes = Samples.Random(1, length);
            Assert.Equal(Zlib(bytes), BlockChecksum.Compute(bytes));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(5000)]
    [InlineData(1_000_000)]
    public void Blocks_do_not_depend_on_the_cuts(int most)
    {
        const int Block = BlockCache.BlockSize;
        var bytes = Samples.Random(2, (3 * Block) + 12345);
        var builder = new SeekIndexBuilder();
        builder.AddPoint(0, 0, default);
        var checksummer = new BlockChecksummer(builder);
        var random = new Random(3);
        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            var take = Math.Min(rest.Length, random.Next(most + 1));
            checksummer.Append(rest[..take]);
            rest = rest[take..];
        }

        checksummer.Finish();
        var index = Reading.Open(builder.ToArray(CompressionFormat.None, bytes.Length, bytes.Length));
        var expected = bytes.Chunk(Block).Select(block => (ulong)Zlib(block));
        Assert.Equal(expected, index.Checksums.ToArray());
    }

    private static uint Zlib(byte[] bytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(Tool.Python("result = struct.pack('<I', zlib.crc32(data))", bytes));
}
