using System.Numerics;
using System.Security.Cryptography;

namespace OciFs.Compression.Tests;

/// <summary>The block hash against its definition, taken bit by bit, and against who wants to keep a checksum by a fitting CRC.</summary>
public sealed class BlockHashTests
{
    private const int Block = BlockHash.MostBytes;

    [Theory]
    [InlineData(0, 130)]
    [InlineData(2040, 2060)]
    [InlineData(4096 + 120, 4096 + 140)]
    [InlineData(65_535, 65_537)]
    [InlineData(Block - 17, Block)]
    public void It_is_what_its_definition_says(int from, int to)
    {
        var key = BlockHash.NewKey();
        var hash = new BlockHash(key);
        for (var length = from; length <= to; length += length is 0 or > 120 ? 1 : 7)
        {
            var bytes = Samples.Random(length, length);
            Assert.Equal(Naive(key, bytes), hash.Compute(bytes));
        }
    }

    [Fact]
    public void Every_alignment_comes_to_the_same()
    {
        var hash = new BlockHash(BlockHash.NewKey());
        var bytes = Samples.Random(5, 5000);
        var expected = hash.Compute(bytes);
        for (var at = 1; at < 70; at++)
            Assert.Equal(expected, hash.Compute(((byte[])[.. new byte[at], .. bytes]).AsSpan(at)));
    }

    [Fact]
    public void The_portable_product_is_the_same()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var (one, other) = ((ulong)random.NextInt64() * 3, i % 10 == 0 ? ulong.MaxValue : (ulong)random.NextInt64() * 5);
            var expected = Multiply(one, other);
            foreach (var product in (CarrylessProduct[])[CarrylessProduct.Portable(one, other), CarrylessProduct.Of(one, other)])
                Assert.Equal(expected, ((BigInteger)product.High << 64) | product.Low);
        }
    }

    [Fact]
    public void A_change_that_keeps_the_CRC_is_found()
    {
        var hash = new BlockHash(BlockHash.NewKey());
        var bytes = Samples.Random(8, Block);
        var (crc, sum) = (Crc32.Append(0, bytes), hash.Compute(bytes));

        // Four bytes that equal the register before them bring it to zero, as if nothing had been changed.
        var cancel = BitConverter.GetBytes(Crc32.AppendSliced(0, [0x80]));
        foreach (var at in (int[])[0, 7, 2047, 65_000, Block - 5])
        {
            byte[] forged = [.. bytes];
            foreach (var (i, change) in ((byte[])[0x80, .. cancel]).Index())
                forged[at + i] ^= change;
            Assert.Equal(crc, Crc32.Append(0, forged));
            Assert.NotEqual(sum, hash.Compute(forged));
        }
    }

    [Fact]
    public void Every_bit_and_the_length_count()
    {
        var hash = new BlockHash(BlockHash.NewKey());
        var bytes = Samples.Random(9, 4096 + 33);
        var seen = new HashSet<ulong> { hash.Compute(bytes) };
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(seen.Add(hash.Compute(bytes)));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < 5000; length++)
            Assert.True(seen.Add(hash.Compute(new byte[length])));
        for (var key = 0; key < 100; key++)
            Assert.True(seen.Add(new BlockHash(BlockHash.NewKey()).Compute(bytes)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(2049)]
    [InlineData(5000)]
    [InlineData(1_000_000)]
    public void Blocks_do_not_depend_on_the_cuts(int most)
    {
        var bytes = Samples.Random(2, ((most == 1 ? 1 : 3) * Block) + 12345);
        var hash = new BlockHash(BlockHash.NewKey());
        List<ulong> sums = [];
        var checksummer = new BlockChecksummer(hash, sums.Add);
        var random = new Random(3);
        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            var take = Math.Min(rest.Length, random.Next(most + 1));
            checksummer.Append(rest[..take]);
            rest = rest[take..];
        }

        checksummer.Finish();
        Assert.Equal(bytes.Chunk(Block).Select(block => hash.Compute(block)), sums);
    }

    [Fact]
    public void Each_index_has_a_key_of_its_own()
    {
        var bytes = Samples.Random(4, 100_000);
        var sums = Enumerable.Range(0, 20).Select(_ =>
        {
            using var reader = IndexingReader.OpenPlain(new MemoryStream(bytes));
            Reading.ToEnd(reader);
            return Assert.Single(Reading.Open(reader.FinishIndex()).Checksums.ToArray());
        });
        Assert.Equal(20, sums.Distinct().Count());
    }

    private static ulong Naive(byte[] key, byte[] block)
    {
        var stretched = Stretch(key);
        var rows = block.Chunk(2048).Select(row => NaiveRow(row, stretched, 0)).SelectMany(sum => (byte[])[.. Word(sum), .. Word(sum >> 64)]).ToArray();
        var all = NaiveRow(rows, stretched, 2048);
        var last = Multiply((ulong)(all & ulong.MaxValue), WordAt(stretched, 3072)) ^ Multiply((ulong)(all >> 64), WordAt(stretched, 3080))
            ^ Multiply((ulong)block.Length, WordAt(stretched, 3088));
        for (var bit = 126; bit >= 64; bit--)
        {
            if (!((last >> bit) & 1).IsZero)
                last ^= ((BigInteger.One << 64) | 0x1B) << (bit - 64);
        }

        return (ulong)last;
    }

    private static BigInteger NaiveRow(byte[] row, byte[] key, int keyStart)
    {
        byte[] padded = [.. row, .. new byte[-row.Length & 15]];
        var sum = BigInteger.Zero;
        for (var at = 0; at < padded.Length; at += 16)
            sum ^= Multiply(WordAt(padded, at) ^ WordAt(key, keyStart + at), WordAt(padded, at + 8) ^ WordAt(key, keyStart + at + 8));
        return sum;
    }

    private static BigInteger Multiply(ulong one, ulong other)
    {
        var product = BigInteger.Zero;
        for (var bit = 0; bit < 64; bit++)
        {
            if (((other >> bit) & 1) != 0)
                product ^= (BigInteger)one << bit;
        }

        return product;
    }

    private static byte[] Stretch(byte[] key)
    {
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        aes.Key = key;
        using var encryptor = aes.CreateEncryptor();
        return [.. Enumerable.Range(0, 194).SelectMany(counter => encryptor.TransformFinalBlock([.. BitConverter.GetBytes(counter), .. new byte[12]], 0, 16))];
    }

    private static ulong WordAt(byte[] bytes, int at) => BitConverter.ToUInt64(bytes, at);

    private static byte[] Word(BigInteger value) => BitConverter.GetBytes((ulong)(value & ulong.MaxValue));
}
