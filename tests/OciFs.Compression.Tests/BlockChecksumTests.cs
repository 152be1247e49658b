using System.Text;

namespace OciFs.Compression.Tests;

public sealed class BlockChecksumTests
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)] // xxhsum -H1 of nothing
    [InlineData("a", 0xD24EC4F1A98C6E5B)] // and of "a"
    public void Known_answers(string text, ulong expected) => Assert.Equal(expected, BlockChecksum.Compute(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Every_length_is_hashed_as_xxhsum_does()
    {
        int[] lengths = [.. Enumerable.Range(1, 70), 127, 128, 1000, 131072, 131073];
        var bytes = Samples.Random(1, lengths.Max());
        foreach (var length in lengths)
            Assert.Equal(Xxhsum(bytes[..length]), BlockChecksum.Compute(bytes.AsSpan(0, length)));
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
        var expected = bytes.Chunk(Block).Select(Xxhsum);
        Assert.Equal(expected, index.Checksums.ToArray());
    }

    private static ulong Xxhsum(byte[] bytes) =>
        Convert.ToUInt64(Encoding.ASCII.GetString(Tool.Run("xxhsum", ["-H1", "-"], bytes))[..16], 16);
}
