using System.Buffers.Binary;

namespace OciFs.Compression.Zstd;

/// <summary>A frame header (RFC 8878 §3.1.1.1).</summary>
/// <param name="WindowSize">How far back matches may reach, in bytes; the content size in a single-segment frame.</param>
/// <param name="ContentSize">Decompressed bytes of the frame, -1 where the header does not say.</param>
/// <param name="DictionaryId">The dictionary that decoding needs; 0 for none.</param>
/// <param name="HasChecksum">Four checksum bytes follow the last block.</param>
internal readonly record struct FrameHeader(ulong WindowSize, long ContentSize, uint DictionaryId, bool HasChecksum)
{
    private const byte SingleSegmentBit = 0x20;
    private const byte ReservedBit = 0x08;
    private const byte ChecksumBit = 0x04;

    /// <summary>Most bytes that one block of this frame decodes to.</summary>
    public int MaxBlock => (int)Math.Min(WindowSize, ZstdFormat.MaxBlock);

    /// <summary>Bytes of the header behind the descriptor byte.</summary>
    public static int SizeAfter(byte descriptor) =>
        (IsSingleSegment(descriptor) ? 0 : 1) + DictionaryIdSize(descriptor) + ContentSizeSize(descriptor);

    /// <summary>Reads a header from its descriptor byte on.</summary>
    /// <param name="bytes">The descriptor and the <see cref="SizeAfter"/> bytes that follow.</param>
    /// <exception cref="CompressedDataException">Corrupt: the reserved bit is set.</exception>
    public static FrameHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var descriptor = bytes[0];
        if ((descriptor & ReservedBit) != 0)
        {
            throw new CompressedDataException(CompressedDataError.Corrupt, "zstd: the reserved bit of a frame header is set");
        }

        var rest = bytes[1..];
        ulong window = 0;
        if (!IsSingleSegment(descriptor))
        {
            var unit = 1UL << (ZstdFormat.MinWindowLog + (rest[0] >> 3));
            window = unit + (unit / 8 * (rest[0] & 7UL));
            rest = rest[1..];
        }

        var dictionary = LittleEndian(rest[..DictionaryIdSize(descriptor)]);
        rest = rest[DictionaryIdSize(descriptor)..];
        var sizeBytes = ContentSizeSize(descriptor);
        var content = LittleEndian(rest[..sizeBytes]) + (sizeBytes == 2 ? 256UL : 0);
        window = IsSingleSegment(descriptor) ? content : window;
        var known = sizeBytes == 0 ? -1 : (long)Math.Min(content, long.MaxValue);
        return new FrameHeader(window, known, (uint)dictionary, (descriptor & ChecksumBit) != 0);
    }

    private static bool IsSingleSegment(byte descriptor) => (descriptor & SingleSegmentBit) != 0;

    private static int DictionaryIdSize(byte descriptor) => (descriptor & 3) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 };

    private static int ContentSizeSize(byte descriptor) => (descriptor >> 6) switch
    {
        0 => IsSingleSegment(descriptor) ? 1 : 0,
        1 => 2,
        2 => 4,
        _ => 8,
    };

    private static ulong LittleEndian(ReadOnlySpan<byte> bytes)
    {
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        bytes.CopyTo(wide);
        return BinaryPrimitives.ReadUInt64LittleEndian(wide);
    }
}
