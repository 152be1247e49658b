using System.Globalization;
using System.Text;

namespace OciFs.Cli.Printing;

/// <summary>Columns that text takes on a terminal (as wcwidth(3), of the blocks that matter).</summary>
internal static class TextWidth
{
    // First and last characters of two columns (Unicode TR 11: Wide and Fullwidth, by blocks).
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x4DBF), (0x4E00, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Of printable UTF-8; a byte that is none takes one.</summary>
    public static int Of(ReadOnlySpan<byte> text)
    {
        var width = 0;
        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var length);
            width += Of(rune);
            text = text[length..];
        }

        return width;
    }

    private static int Of(Rune rune)
    {
        if (rune.IsAscii)
        {
            return 1;
        }

        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return 0;
        }

        return Array.Exists(Wide, range => range.First <= rune.Value && rune.Value <= range.Last) ? 2 : 1;
    }
}
