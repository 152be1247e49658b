using System.Globalization;
using System.Text;

namespace OciFs.Descriptors.Json;

/// <summary>Escapes of halves of surrogate pairs, which Go's encoding/json reads as U+FFFD and .NET's reader refuses.</summary>
internal static class SurrogateEscapes
{
    private const int Length = 6;

    /// <summary>The document with each half that stands alone written as U+FFFD; itself where there is none.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> raw)
    {
        byte[]? mended = null;
        var text = raw.Span;
        for (var at = text.IndexOf((byte)'\\'); at >= 0 && at + 1 < text.Length;)
        {
            var length = UnitAt(text, at) is not { } unit ? 2
                : !char.IsSurrogate(unit) ? Length
                : char.IsHighSurrogate(unit) && UnitAt(text, at + Length) is { } low && char.IsLowSurrogate(low) ? 2 * Length
                : 0;
            if (length == 0)
            {
                "\\ufffd"u8.CopyTo((mended ??= raw.ToArray()).AsSpan(at));
                length = Length;
            }

            var next = text[(at + length)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + length + next;
        }

        return mended ?? raw;
    }

    // The UTF-16 unit that is escaped at a place; null where no such escape stands.
    private static char? UnitAt(ReadOnlySpan<byte> text, int at) =>
        at + Length <= text.Length && text[at] == '\\' && text[at + 1] == 'u' && Ascii.IsValid(text.Slice(at + 2, 4))
        && ushort.TryParse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
