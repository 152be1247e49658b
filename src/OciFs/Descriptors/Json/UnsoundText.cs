using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace OciFs.Descriptors.Json;

/// <summary>Bytes that are no UTF-8, and escapes of halves of surrogate pairs: Go's encoding/json reads them as U+FFFD, and .NET's reader refuses them.</summary>
internal static class UnsoundText
{
    private const int Length = 6;

    /// <summary>The document with U+FFFD instead of each; itself where there is none.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> raw) =>
        ReplaceEscapes(Utf8.IsValid(raw.Span) ? raw : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(raw.Span)));

    private static ReadOnlyMemory<byte> ReplaceEscapes(ReadOnlyMemory<byte> raw)
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
