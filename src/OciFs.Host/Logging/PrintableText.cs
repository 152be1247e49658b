using System.Globalization;
using System.Text;

namespace OciFs.Host.Logging;

/// <summary>Texts of others on terminals and in logs.</summary>
public static class PrintableText
{
    /// <summary>A text as one printable line: what could move a cursor or turn the direction of text is a blank.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Characters at most; what is longer ends with <c>…</c>.</param>
    /// <returns>The line.</returns>
    public static string Line(string text, int length)
    {
        var line = new StringBuilder(text.Length);
        Span<char> shown = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > length)
            {
                line.Length = Math.Min(line.Length, length - 1);
                line.Length -= line.Length > 0 && char.IsHighSurrogate(line[^1]) ? 1 : 0;
                return line.Append('…').ToString();
            }

            _ = IsShown(rune) ? line.Append(shown[..rune.EncodeToUtf16(shown)]) : line.Append(' ');
        }

        return line.ToString();
    }

    // Neither what moves a terminal's cursor or colours it, nor what turns the direction of text (Unicode TR 36 section 3.1).
    private static bool IsShown(Rune character) =>
        Rune.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
