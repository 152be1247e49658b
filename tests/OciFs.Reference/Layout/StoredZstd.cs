using System.Buffers.Binary;

namespace OciFs.Reference.Layout;

/// <summary>zstd streams that compress nothing, made by hand (RFC 8878 §3.1).</summary>
internal static class StoredZstd
{
    private const int MaxBlock = 128 << 10;

    /// <summary>Three frames, each with a skippable one behind it.</summary>
    public static byte[] Frames(byte[] data) =>
        [.. data.Chunk(Math.Max(1, (data.Length / 3) + 1)).SelectMany(part => (byte[])[.. Frame(part), .. Skippable(part.Length % 50)])];

    /// <summary>A window of 128 KiB, no content size, no checksum; raw blocks, the last one empty.</summary>
    private static byte[] Frame(byte[] data) =>
        [0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3, .. data.Chunk(MaxBlock).SelectMany(block => (byte[])[.. Header(block.Length, 0), .. block]), .. Header(0, 1)];

    private static byte[] Header(int length, int last)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(header, (length << 3) | last);
        return header[..3];
    }

    private static byte[] Skippable(int length) => [0x5A, 0x2A, 0x4D, 0x18, (byte)length, 0, 0, 0, .. new byte[length]];
}
