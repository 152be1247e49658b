using System.Buffers.Text;

namespace OciFs.Tar.Headers;

/// <summary>The numbers of headers and PAX records. An empty field is 0, as in all readers.</summary>
internal static class TarNumber
{
    private const byte Base256 = 0x80, Base256Negative = 0x40;

    /// <summary>A field in octal, or base-256 when its top bit is set (GNU and star: two's complement, big-endian).</summary>
    /// <returns>False when it is neither, or does not fit into 64 bits.</returns>
    public static bool TryParseField(ReadOnlySpan<byte> field, out long value) =>
        (field[0] & Base256) != 0 ? TryParseBase256(field, out value) : TryParseOctal(field, out value);

    /// <summary>Octal digits between any number of spaces and NULs; a NUL behind the digits ends the field whatever follows.</summary>
    public static bool TryParseOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        field = field.Trim(" \0"u8);
        foreach (var b in field)
        {
            if (b == 0)
                break;
            if ((uint)(b - '0') > 7)
                return false;
            value = (value << 3) | (uint)(b - '0');
        }

        return true;
    }

    /// <summary>An optionally signed decimal number and nothing else, within 64 bits.</summary>
    public static bool TryParseDecimal(ReadOnlySpan<byte> text, out long value) =>
        Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length;

    private static bool TryParseBase256(ReadOnlySpan<byte> field, out long value)
    {
        var isNegative = (field[0] & Base256Negative) != 0;
        var bits = isNegative ? 0x3Fu | 0x40u : 0u;
        var magnitude = (ulong)((field[0] & 0x7Fu) ^ bits);
        value = 0;
        foreach (var b in field[1..])
        {
            if (magnitude >> 56 != 0)
                return false;
            magnitude = (magnitude << 8) | (isNegative ? (byte)~b : b);
        }

        value = isNegative ? ~(long)magnitude : (long)magnitude;
        return magnitude >> 63 == 0;
    }
}
