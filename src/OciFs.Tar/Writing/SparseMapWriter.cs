using System.Buffers;
using System.Buffers.Text;
using OciFs.Tar.Headers;

namespace OciFs.Tar.Writing;

/// <summary>
/// The map of PAX sparse 1.0 (GNU tar, "Storing Sparse Files"): the number of segments, then offset and length of each, a decimal number a line, filled up to a
/// block. A file that ends with a hole ends with an empty segment, as GNU tar writes it.
/// </summary>
internal static class SparseMapWriter
{
    private const int MostDigits = 20;

    /// <summary>Bytes of the map.</summary>
    public static long LengthOf(ReadOnlySpan<SparseSegment> segments, long size)
    {
        var hasEnd = EndsWithHole(segments, size);
        long length = Digits(segments.Length + (hasEnd ? 1 : 0)) + 1;
        foreach (var segment in segments)
            length += Digits(segment.Offset) + Digits(segment.Length) + 2;
        if (hasEnd)
            length += Digits(size) + Digits(0) + 2;
        return (length + TarField.BlockLength - 1) / TarField.BlockLength * TarField.BlockLength;
    }

    /// <summary>Bytes that are stored of the file itself.</summary>
    public static long StoredLength(ReadOnlySpan<SparseSegment> segments)
    {
        long length = 0;
        foreach (var segment in segments)
            length += segment.Length;
        return length;
    }

    /// <summary>Writes the map.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<SparseSegment> segments, long size)
    {
        var hasEnd = EndsWithHole(segments, size);
        long length = Line(output, segments.Length + (hasEnd ? 1 : 0));
        foreach (var segment in segments)
            length += Line(output, segment.Offset) + Line(output, segment.Length);
        if (hasEnd)
            length += Line(output, size) + Line(output, 0);
        var padding = (int)(-length & (TarField.BlockLength - 1));
        output.GetSpan(padding)[..padding].Clear();
        output.Advance(padding);
    }

    private static bool EndsWithHole(ReadOnlySpan<SparseSegment> segments, long size) =>
        segments.IsEmpty || segments[^1].Offset + segments[^1].Length < size;

    private static int Line(IBufferWriter<byte> output, long number)
    {
        var line = output.GetSpan(MostDigits + 1);
        _ = Utf8Formatter.TryFormat(number, line, out var length);
        line[length] = (byte)'\n';
        output.Advance(length + 1);
        return length + 1;
    }

    private static int Digits(long number)
    {
        Span<byte> digits = stackalloc byte[MostDigits];
        _ = Utf8Formatter.TryFormat(number, digits, out var length);
        return length;
    }
}
