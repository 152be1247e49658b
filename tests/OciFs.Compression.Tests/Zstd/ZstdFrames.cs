using System.Buffers.Binary;

namespace OciFs.Compression.Tests;

/// <summary>Frames written byte for byte from RFC 8878.</summary>
internal static class ZstdFrames
{
    /// <summary>No content: a single segment of size 0, one empty raw block that is the last.</summary>
    public static byte[] Empty => [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x00, 0x01, 0x00, 0x00];

    /// <summary>A window of 1 KiB, the raw block "abc", then three times 'z' as an RLE block.</summary>
    public static byte[] RawAndRle =>
        [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x00, 0x18, 0x00, 0x00, (byte)'a', (byte)'b', (byte)'c', 0x1B, 0x00, 0x00, (byte)'z'];

    /// <summary>A frame of no content that names dictionary 7.</summary>
    public static byte[] WithDictionary => [0x28, 0xB5, 0x2F, 0xFD, 0x21, 0x07, 0x00, 0x01, 0x00, 0x00];

    /// <summary>A frame of no content with this window descriptor.</summary>
    public static byte[] WithWindow(byte descriptor) => [0x28, 0xB5, 0x2F, 0xFD, 0x00, descriptor, 0x01, 0x00, 0x00];

    /// <summary>The header and first block of a single segment of this size.</summary>
    public static byte[] WithSegment(uint size)
    {
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0xA0, 0, 0, 0, 0, 0x03, 0x00, 0x00, (byte)'x'];
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(5), size);
        return frame;
    }

    /// <summary>A skippable frame, <paramref name="kind"/> 0…15.</summary>
    public static byte[] Skippable(int kind, int size)
    {
        var frame = new byte[8 + size];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, 0x184D2A50u + (uint)kind);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), size);
        frame.AsSpan(8).Fill(0x28);
        return frame;
    }
}
