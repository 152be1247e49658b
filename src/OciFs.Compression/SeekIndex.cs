using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OciFs.Compression;

/// <summary>
/// The seek points of one compressed stream and the checksums of its decompressed blocks: immutable, read straight from its bytes
/// (which may be a mapped file), as <see cref="SeekIndexBuilder"/> laid them out.
/// </summary>
/// <remarks>
/// Layout, little-endian: header of 96 bytes (magic "OciFsSk2", format u32, block bits u32, compressed length i64, decompressed
/// length i64, point count i64, checksum count i64, state length i64, zero i64, key of 32 bytes), points of 32 bytes, checksums in 8 bytes
/// each, state bytes. Who may read it can forge what it is the index of.
/// </remarks>
public sealed class SeekIndex
{
    internal const ulong Magic = 0x326B53734669634F; // "OciFsSk2"

    /// <summary>Bytes that an index begins with.</summary>
    public const int HeaderSize = KeyStart + BlockHash.KeyLength;

    internal const int KeyStart = 64;

    /// <summary>2^60 bytes: offsets in bits, and sums of two offsets, stay within 64 bits.</summary>
    private const long MaxLength = 1L << 60;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _pointCount;
    private readonly int _checksumCount;
    private BlockHash? _hash;

    private SeekIndex(ReadOnlyMemory<byte> bytes, int pointCount, int checksumCount)
    {
        _bytes = bytes;
        _pointCount = pointCount;
        _checksumCount = checksumCount;
        var header = bytes.Span;
        Format = (CompressionFormat)BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        BlockBits = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        CompressedLength = BinaryPrimitives.ReadInt64LittleEndian(header[16..]);
        Length = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
    }

    /// <summary>Format of the stream.</summary>
    public CompressionFormat Format { get; }

    /// <summary>Log2 of the size of a checksummed block of the decompressed stream.</summary>
    public int BlockBits { get; }

    /// <summary>Length of the compressed stream in bytes.</summary>
    public long CompressedLength { get; }

    /// <summary>Length of the decompressed stream in bytes.</summary>
    public long Length { get; }

    /// <summary>All points, by ascending <see cref="SeekPoint.Output"/>; the first stands at 0 unless the stream is empty.</summary>
    public ReadOnlySpan<SeekPoint> Points =>
        MemoryMarshal.Cast<byte, SeekPoint>(_bytes.Span.Slice(HeaderSize, _pointCount * 32));

    /// <summary>What checksums are made by.</summary>
    public BlockHash Hash => _hash ??= new BlockHash(_bytes.Span.Slice(KeyStart, BlockHash.KeyLength));

    /// <summary>One checksum (<see cref="Hash"/>) a block of the decompressed stream, the last block may be short.</summary>
    public ReadOnlySpan<ulong> Checksums =>
        MemoryMarshal.Cast<byte, ulong>(_bytes.Span.Slice(HeaderSize + (_pointCount * 32), _checksumCount * 8));

    /// <summary>The decoders' states, back to back.</summary>
    public ReadOnlySpan<byte> State => _bytes.Span[(HeaderSize + (_pointCount * 32) + (_checksumCount * 8))..];

    /// <summary>The last point at or before <paramref name="output"/>.</summary>
    public int PointBefore(long output)
    {
        var points = Points;
        var low = 0;
        var high = points.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (points[middle].Output <= output)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Length of the decompressed stream in bytes, by the first <see cref="HeaderSize"/> bytes of an index; false where they are of none.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> header, out long length)
    {
        length = header.Length < HeaderSize ? -1 : BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
        return length is >= 0 and <= MaxLength && BinaryPrimitives.ReadUInt64LittleEndian(header) == Magic
            && BinaryPrimitives.ReadInt64LittleEndian(header[40..]) == (length + (1L << SeekIndexBuilder.BlockBits) - 1) >> SeekIndexBuilder.BlockBits;
    }

    /// <summary>Opens an index over its bytes, which are kept, not copied. Forged or cut bytes give false, never an exception.</summary>
    public static bool TryOpen(ReadOnlyMemory<byte> bytes, out SeekIndex? index)
    {
        index = null;
        var span = bytes.Span;
        if (span.Length < HeaderSize || BinaryPrimitives.ReadUInt64LittleEndian(span) != Magic)
        {
            return false;
        }

        var bits = BinaryPrimitives.ReadInt32LittleEndian(span[12..]);
        var compressed = BinaryPrimitives.ReadInt64LittleEndian(span[16..]);
        var length = BinaryPrimitives.ReadInt64LittleEndian(span[24..]);
        var points = BinaryPrimitives.ReadInt64LittleEndian(span[32..]);
        var sums = BinaryPrimitives.ReadInt64LittleEndian(span[40..]);
        var state = BinaryPrimitives.ReadInt64LittleEndian(span[48..]);
        if (bits != SeekIndexBuilder.BlockBits || compressed is < 0 or > MaxLength || length is < 0 or > MaxLength
            || points is < 0 or > int.MaxValue / 64 || sums is < 0 or > int.MaxValue / 16
            || state is < 0 or > int.MaxValue || HeaderSize + (points * 32) + (sums * 8) + state != span.Length
            || sums != (length + (1L << bits) - 1) >> bits)
        {
            return false;
        }

        index = new SeekIndex(bytes, (int)points, (int)sums);
        return index.PointsAreSound(state);
    }

    private bool PointsAreSound(long stateLength)
    {
        long last = 0;
        foreach (ref readonly var point in Points)
        {
            if (point.Output < last || point.Output > Length || point.InputBit < 0 || point.InputBit > CompressedLength * 8
                || point.StateOffset < 0 || point.StateLength < 0 || point.StateOffset > stateLength - point.StateLength)
            {
                return false;
            }

            last = point.Output;
        }

        return Length == 0 || (Points.Length > 0 && Points[0].Output == 0);
    }
}
