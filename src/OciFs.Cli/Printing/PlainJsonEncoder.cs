using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace OciFs.Cli.Printing;

/// <summary>
/// JSON as other tools write it, so that media types can be searched for: without <c>\u002B</c> for a plus. Escaped are control characters, and those that turn
/// the direction of text or cannot be seen (category Cf); all beyond the basic plane are anyway.
/// </summary>
internal sealed class PlainJsonEncoder : JavaScriptEncoder
{
    // The first character of category Cf is the soft hyphen.
    private const int FirstFormat = 0xAD;

    private const int EscapedLength = 6;

    private static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;

    private PlainJsonEncoder()
    {
    }

    /// <summary>The encoder.</summary>
    public static PlainJsonEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => Relaxed.MaxOutputCharactersPerInputCharacter;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => IsFormat(unicodeScalar) || Relaxed.WillEncode(unicodeScalar);

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var end = Relaxed.FindFirstCharacterToEncode(text, textLength);
        var plain = new ReadOnlySpan<char>(text, end < 0 ? textLength : end);
        for (var at = plain.IndexOfAnyExceptInRange('\0', (char)(FirstFormat - 1)); at >= 0 && at < plain.Length; at++)
        {
            if (IsFormat(plain[at]))
            {
                return at;
            }
        }

        return end;
    }

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        Ascii.IsValid(utf8Text) ? Relaxed.FindFirstCharacterToEncodeUtf8(utf8Text) : base.FindFirstCharacterToEncodeUtf8(utf8Text);

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (!IsFormat(unicodeScalar))
        {
            return Relaxed.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        }

        numberOfCharactersWritten = bufferLength < EscapedLength ? 0 : EscapedLength;
        return new Span<char>(buffer, bufferLength).TryWrite(CultureInfo.InvariantCulture, $"\\u{unicodeScalar:X4}", out _);
    }

    // Of the basic plane; what is beyond is escaped as it is.
    private static bool IsFormat(int character) =>
        character is >= FirstFormat and <= char.MaxValue && char.GetUnicodeCategory((char)character) is UnicodeCategory.Format;
}
