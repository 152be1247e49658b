using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OciFs.Compression.Zstd;

namespace OciFs.Fuzz.Mutate;

/// <summary>Changes of zstd streams that leave frames and blocks where they are: within the content of a block, or with its size set right.</summary>
internal static class ZstdMutations
{
    /// <summary>A block's literals header and tables lie this near its start, most often.</summary>
    private const int Front = 40;

    public static readonly IReadOnlyList<Mutation> All = [ChangeFront, ChangeFront, ChangeBack, Resize, Retype, AppendFrame, DropChecksum];

    private static void ChangeFront(List<byte> bytes, Random random)
    {
        if (Block(bytes, random) is not { } block || block.Size == 0)
            return;
        var at = block.At + random.Next(Math.Min(Front, block.Size));
        bytes[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ (1 << random.Next(8)));
    }

    /// <summary>The sequences are read from the end, and begin there with a set bit.</summary>
    private static void ChangeBack(List<byte> bytes, Random random)
    {
        if (Block(bytes, random) is { Size: > 0 } block)
            bytes[block.At + block.Size - 1 - random.Next(Math.Min(Front, block.Size))] ^= (byte)(1 << random.Next(8));
    }

    private static void Resize(List<byte> bytes, Random random)
    {
        if (Block(bytes, random) is not { Size: > 0 } block)
            return;
        var at = block.At + random.Next(block.Size);
        var change = random.Next(1, 8);
        if (random.Next(2) == 0)
        {
            bytes.InsertRange(at, new byte[change]);
        }
        else
        {
            change = Math.Min(change, block.At + block.Size - at);
            bytes.RemoveRange(at, change);
            change = -change;
        }

        PutHeader(bytes, block.At - 3, block.Header with { Size = block.Size + change });
    }

    private static void Retype(List<byte> bytes, Random random)
    {
        if (Block(bytes, random) is { } block)
            PutHeader(bytes, block.At - 3, block.Header with { Type = (BlockType)random.Next(3), IsLast = random.Next(2) == 0 });
    }

    private static void AppendFrame(List<byte> bytes, Random random)
    {
        if (random.Next(2) == 0)
            bytes.InsertRange(0, [(byte)(0x50 + random.Next(16)), 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]);
        else if (bytes.Count < 4 << 10)
            bytes.AddRange(bytes.GetRange(0, bytes.Count));
    }

    private static void DropChecksum(List<byte> bytes, Random random)
    {
        if (bytes.Count > 4)
            bytes[4] &= 0xFB;
    }

    private static void PutHeader(List<byte> bytes, int at, BlockHeader header)
    {
        var value = (header.Size << 3) | ((int)header.Type << 1) | (header.IsLast ? 1 : 0);
        (bytes[at], bytes[at + 1], bytes[at + 2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
    }

    /// <summary>A block of a frame, found by walking all frames from the start.</summary>
    private static (int At, int Size, BlockHeader Header)? Block(List<byte> list, Random random)
    {
        var bytes = CollectionsMarshal.AsSpan(list);
        var found = new List<(int, int, BlockHeader)>();
        for (var at = 0; at + 9 < bytes.Length;)
        {
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            if ((magic & ~15u) == ZstdFormat.SkippableMagic)
            {
                at = (int)Math.Min(bytes.Length, at + 8L + BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]));
                continue;
            }

            if (magic != ZstdFormat.FrameMagic)
                break;
            var hasChecksum = (bytes[at + 4] & 4) != 0;
            at += 5 + FrameHeader.SizeAfter(bytes[at + 4]);
            for (var isLast = false; !isLast && at + 3 <= bytes.Length;)
            {
                var header = BlockHeader.Parse(bytes[at..]);
                isLast = header.IsLast;
                found.Add((at + 3, Math.Min(header.ContentSize, bytes.Length - at - 3), header));
                at += 3 + header.ContentSize;
            }

            at += hasChecksum ? 4 : 0;
        }

        return found.Count > 0 ? found[random.Next(found.Count)] : null;
    }
}
