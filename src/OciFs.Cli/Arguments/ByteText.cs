using System.Text;

namespace OciFs.Cli.Arguments;

/// <summary>
/// Text that carries bytes: what is UTF-8 is itself, and any other byte is the lone surrogate U+DC00 plus its value, which no UTF-8 can be (as Python's
/// <c>surrogateescape</c>, PEP 383). Words of the command line are such text, so that names which are not UTF-8 can be written.
/// </summary>
internal static class ByteText
{
    private const int Escape = 0xDC00;
    private const int FirstEscaped = Escape + 0x80;
    private const int LastEscaped = Escape + 0xFF;

    /// <summary>The text of bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(bytes, out var rune, out var length) is System.Buffers.OperationStatus.Done;
            _ = isText ? text.Append(rune.ToString()) : text.Append((char)(Escape + bytes[0]));
            bytes = bytes[(isText ? length : 1)..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a text.</summary>
    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(text.Length);
        Span<byte> encoded = stackalloc byte[4];
        while (!text.IsEmpty)
        {
            var length = 1;
            if (text[0] is >= (char)FirstEscaped and <= (char)LastEscaped)
            {
                bytes.Add((byte)(text[0] - Escape));
            }
            else
            {
                _ = Rune.DecodeFromUtf16(text, out var rune, out length);
                bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
            }

            text = text[length..];
        }

        return [.. bytes];
    }
}
