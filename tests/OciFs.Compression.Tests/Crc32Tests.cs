using System.Buffers.Binary;

namespace OciFs.Compression.Tests;

public sealed class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_polynomial() => Assert.Equal(0xCBF43926, Crc32.Append(0, "123456789"u8)); // Of every CRC catalogue.

    [Fact]
    public void Every_length_and_alignment_is_taken_as_zlib_does()
    {
        var bytes = Samples.Random(9, 1100);
        var expected = Tool.Python(
            "result = b''.join(struct.pack('<I', zlib.crc32(data[a:a + n])) for a in range(17) for n in range(1050))", bytes);
        var sums = expected.Chunk(4).Select(s => BinaryPrimitives.ReadUInt32LittleEndian(s)).GetEnumerator();
        for (var at = 0; at < 17; at++)
        {
            for (var length = 0; length < 1050; length++)
            {
                Assert.True(sums.MoveNext());
                var part = bytes.AsSpan(at, length);
                Assert.Equal(sums.Current, Crc32.Append(0, part));
                Assert.Equal(sums.Current, ~Crc32.AppendSliced(~0u, part));
                Assert.Equal(sums.Current, Crc32.Append(Crc32.Append(0, part[..(length / 3)]), part[(length / 3)..]));
            }
        }
    }
}
