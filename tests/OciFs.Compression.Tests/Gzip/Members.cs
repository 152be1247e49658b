using System.Buffers.Binary;

namespace OciFs.Compression.Tests.Gzip;

/// <summary>Gzip members made by hand or by other programs.</summary>
internal static class Members
{
    public static ReadOnlySpan<byte> PlainHeader => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

    public static byte[] Gzip(byte[] plain, int level = 6) => Tool.Run("gzip", [$"-{level}", "-n", "-c"], plain);

    /// <summary>zlib by way of Python; the wrapper is gzip's.</summary>
    public static byte[] Zlib(
        byte[] plain, string level = "6", string strategy = "Z_DEFAULT_STRATEGY", int memLevel = 8, int flushEvery = 0) =>
        Tool.Python(
            $"""
            c = zlib.compressobj({level}, zlib.DEFLATED, 31, {memLevel}, zlib.{strategy})
            step = {flushEvery} or max(1, len(data))
            result = b''
            for i in range(0, len(data), step):
                result += c.compress(data[i:i + step])
                if {flushEvery}: result += c.flush(zlib.Z_FULL_FLUSH)
            result += c.flush()
            """,
            plain);

    /// <summary>A member around deflate data whose output is known.</summary>
    public static byte[] Wrap(byte[] deflate, byte[] plain)
    {
        var trailer = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc(plain));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), (uint)plain.Length);
        return [.. PlainHeader, .. deflate, .. trailer];
    }

    /// <summary>CRC-32 bit by bit, as RFC 1952 §8 defines it.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var octet in bytes)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }

    /// <summary>One fixed block of <paramref name="length"/> bytes: literals, and matches near and far.</summary>
    public static (byte[] Compressed, byte[] Plain) GiantBlock(int length)
    {
        var plain = new List<byte>(length + 258);
        var bits = new BitWriter().Value(1, 1).Value(1, 2);
        var random = new Random(5);
        while (plain.Count < length)
        {
            if (plain.Count < 32768 || random.Next(3) > 0)
            {
                var literal = random.Next(256);
                plain.Add((byte)literal);
                bits.Fixed(literal);
                continue;
            }

            // Length 258 (symbol 285), distance 24577 and up (symbol 29, 13 extra bits), or length 3 (symbol 257), distance 4 (symbol 3).
            var far = random.Next(8) == 0;
            var extra = random.Next(8192);
            var (symbol, count, distance) = far ? (285, 258, 24577 + extra) : (257, 3, 4);
            bits.Fixed(symbol);
            bits.Codeword(far ? 29 : 3, 5).Value(far ? extra : 0, far ? 13 : 0);
            for (var i = 0; i < count; i++)
                plain.Add(plain[^distance]);
        }

        byte[] bytes = [.. plain];
        return (Wrap(bits.Fixed(256).ToArray(), bytes), bytes);
    }
}
