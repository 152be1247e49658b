using System.Buffers.Binary;

namespace OciFs.Compression.Zstd;

/// <summary>What a point inside a frame keeps in the index: the synthetic dictionary that decoding resumes with, its window sparse.</summary>
/// <remarks>
/// Little-endian: window length, header length, run count, bytes in runs (u32 each); the dictionary header; per run the distance from the
/// last run's end and the length (LEB128); the runs' bytes. The index holds it as one zstd frame behind its size (u32).
/// <see cref="SeekPoint.Flags"/>: bit 0 the frame ends with a checksum, bits 8… the log2 of a window that holds the frame's.
/// </remarks>
internal readonly ref struct PointState
{
    /// <summary>Bytes before the dictionary header.</summary>
    public const int FixedSize = 16;

    private readonly ReadOnlySpan<byte> _raw;
    private readonly int _headerLength;

    private PointState(ReadOnlySpan<byte> raw, int windowLength, int headerLength)
    {
        _raw = raw;
        WindowLength = windowLength;
        _headerLength = headerLength;
    }

    /// <summary>Bytes of the dictionary's content.</summary>
    public int WindowLength { get; }

    /// <summary>Bytes of the whole dictionary.</summary>
    public int DictionaryLength => _headerLength + WindowLength;

    /// <summary>The flags of a point in a frame.</summary>
    public static int Flags(FrameHeader frame)
    {
        var log = Math.Max(64 - System.Numerics.BitOperations.LeadingZeroCount(frame.WindowSize - 1), ZstdFormat.MinWindowLog);
        return (log << 8) | (frame.HasChecksum ? 1 : 0);
    }

    /// <summary>From <see cref="SeekPoint.Flags"/>: four bytes to skip at the frame's end.</summary>
    public static bool HasChecksum(int flags) => (flags & 1) != 0;

    /// <summary>From <see cref="SeekPoint.Flags"/>: the window to ask libzstd for.</summary>
    /// <exception cref="CompressedDataException">Corrupt: no window that a frame may have.</exception>
    public static int WindowLog(int flags) => (flags >> 8) is var log and >= ZstdFormat.MinWindowLog and <= ZstdFormat.MaxWindowLog
        ? log
        : throw Forged();

    /// <summary>Bytes that <see cref="Write"/> takes.</summary>
    public static int Size(ReadOnlySpan<byte> header, WindowRunWriter runs) =>
        FixedSize + header.Length + runs.Lengths.Length + runs.Bytes.Length;

    /// <summary>Lays a state out.</summary>
    public static void Write(Span<byte> destination, int windowLength, ReadOnlySpan<byte> header, WindowRunWriter runs)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, windowLength);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], runs.Count);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], runs.Bytes.Length);
        header.CopyTo(destination[FixedSize..]);
        runs.Lengths.CopyTo(destination[(FixedSize + header.Length)..]);
        runs.Bytes.CopyTo(destination[^runs.Bytes.Length..]);
    }

    /// <summary>Reads a state; the index may be forged.</summary>
    /// <exception cref="CompressedDataException">Corrupt: the lengths do not fit each other.</exception>
    public static PointState Parse(ReadOnlySpan<byte> raw)
    {
        if (raw.Length < FixedSize)
        {
            throw Forged();
        }

        var window = BinaryPrimitives.ReadInt32LittleEndian(raw);
        var header = BinaryPrimitives.ReadInt32LittleEndian(raw[4..]);
        if (window is < 0 or > ZstdFormat.MaxWindow || header is < 8 or > EntropyTables.MaxHeader || header > raw.Length - FixedSize
            || BinaryPrimitives.ReadUInt32LittleEndian(raw[FixedSize..]) != ZstdFormat.DictionaryMagic)
        {
            throw Forged();
        }

        return new PointState(raw, window, header);
    }

    /// <summary>Writes the dictionary; bytes of the window in no run are left as they are.</summary>
    /// <exception cref="CompressedDataException">Corrupt: a run lies outside the window.</exception>
    public void WriteDictionary(Span<byte> destination)
    {
        _raw.Slice(FixedSize, _headerLength).CopyTo(destination);
        var window = destination.Slice(_headerLength, WindowLength);
        var runs = BinaryPrimitives.ReadInt32LittleEndian(_raw[8..]);
        var byteCount = BinaryPrimitives.ReadInt32LittleEndian(_raw[12..]);
        var rest = _raw[(FixedSize + _headerLength)..];
        if (byteCount < 0 || byteCount > rest.Length)
        {
            throw Forged();
        }

        var lengths = rest[..^byteCount];
        var bytes = rest[^byteCount..];
        for (; runs > 0; runs--)
        {
            var distance = ReadNumber(ref lengths);
            var length = ReadNumber(ref lengths);
            if (distance > window.Length || length > window.Length - distance || length > bytes.Length)
            {
                throw Forged();
            }

            bytes[..length].CopyTo(window[distance..]);
            bytes = bytes[length..];
            window = window[(distance + length)..];
        }
    }

    /// <summary>What a state that was not written here throws.</summary>
    public static CompressedDataException Forged() =>
        new(CompressedDataError.Corrupt, "zstd: the state of a seek point is damaged");

    private static int ReadNumber(ref ReadOnlySpan<byte> from)
    {
        uint value = 0;
        for (var i = 0; i < 4 && i < from.Length; i++)
        {
            value |= (from[i] & 0x7Fu) << (7 * i);
            if (from[i] < 0x80)
            {
                from = from[(i + 1)..];
                return (int)value;
            }
        }

        throw Forged();
    }
}
