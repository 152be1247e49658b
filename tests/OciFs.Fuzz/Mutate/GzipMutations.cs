using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using OciFs.Compression;

namespace OciFs.Fuzz.Mutate;

/// <summary>Changes of gzip streams: deflate is bits, not bytes.</summary>
internal static class GzipMutations
{
    private const int PlainHeader = 10;
    private const int MostOutput = 4 << 20;

    public static readonly IReadOnlyList<Mutation> All = [DeleteBit, InsertBit, FlipEarlyBit, AppendMember];

    /// <summary>Magic and method; and, where the first member can be decoded, the CRC and length that it has now.</summary>
    public static byte[] Fix(byte[] stream)
    {
        if (stream.Length <= PlainHeader)
            return stream;
        (stream[0], stream[1], stream[2]) = (0x1F, 0x8B, 8);
        stream[3] &= 0x1F;
        if (stream[3] != 0)
            return stream;
        var source = new MemoryStream(stream);
        source.Position = PlainHeader;
        var (crc, length, buffer) = (0u, 0, new byte[16 << 10]);
        try
        {
            using var deflate = new DeflateStream(source, CompressionMode.Decompress, leaveOpen: true);
            for (int read; length < MostOutput && (read = deflate.Read(buffer)) > 0; length += read)
                crc = Crc32.Append(crc, buffer.AsSpan(0, read));
        }
        catch (InvalidDataException)
        {
            return stream;
        }

        // The stream rewinds a source that can be to the end of what it decoded.
        return PutTrailer(stream, (int)source.Position, crc, (uint)length);
    }

    private static byte[] PutTrailer(byte[] stream, int at, uint crc, uint length)
    {
        if (at + 8 > stream.Length)
            Array.Resize(ref stream, at + 8);
        BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(at), crc);
        BinaryPrimitives.WriteUInt32LittleEndian(stream.AsSpan(at + 4), length);
        return stream;
    }

    private static void FlipEarlyBit(List<byte> bytes, Random random)
    {
        if (bytes.Count > PlainHeader)
            bytes[random.Next(PlainHeader, Math.Min(bytes.Count, PlainHeader + 80))] ^= (byte)(1 << random.Next(8));
    }

    private static void DeleteBit(List<byte> bytes, Random random) => Shift(bytes, random, left: false);

    private static void InsertBit(List<byte> bytes, Random random) => Shift(bytes, random, left: true);

    /// <summary>From a random bit on all bits move by one.</summary>
    private static void Shift(List<byte> bytes, Random random, bool left)
    {
        if (bytes.Count <= PlainHeader)
            return;
        var span = CollectionsMarshal.AsSpan(bytes);
        var at = random.Next(PlainHeader, Math.Min(bytes.Count, PlainHeader + 200));
        var keep = (1 << random.Next(8)) - 1;
        var first = span[at];
        for (var i = at; !left && i < span.Length; i++)
            span[i] = (byte)((span[i] >> 1) | (i + 1 < span.Length ? span[i + 1] << 7 : 0));
        for (var i = span.Length - 1; left && i >= at; i--)
            span[i] = (byte)((span[i] << 1) | (i > at ? span[i - 1] >> 7 : random.Next(2)));
        span[at] = (byte)((span[at] & ~keep) | (first & keep));
    }

    private static void AppendMember(List<byte> bytes, Random random)
    {
        if (bytes.Count < 4 << 10 && random.Next(4) == 0)
            bytes.AddRange(bytes.GetRange(0, bytes.Count));
    }
}
