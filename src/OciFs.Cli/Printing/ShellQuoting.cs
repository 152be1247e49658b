using System.Buffers;
using System.Globalization;
using System.Text;

namespace OciFs.Cli.Printing;

/// <summary>
/// Names as a person reads them and a shell takes them back: as GNU ls writes them to a terminal (<c>--quoting-style=shell-escape</c>, quotearg.c of gnulib).
/// What it gives is UTF-8 and moves no cursor: unlike there, characters that turn the direction of text or cannot be seen (category Cf) are escaped too.
/// </summary>
internal static class ShellQuoting
{
    private const byte Apostrophe = (byte)'\'';

    // What a character asks of the whole name.
    [Flags]
    private enum Need
    {
        // It stands as it is, whatever is around it.
        None = 0,

        // Quotes around the name.
        Quotes = 1,

        // It means something between double quotes, or may.
        NotInDoubleQuotes = 2,

        // It is an apostrophe.
        Apostrophe = 4,

        // It has to be written as what it is not.
        Escape = 8,
    }

    /// <summary>Whether a name is its own quoted form.</summary>
    /// <param name="name">The name.</param>
    /// <param name="special">Bytes of ASCII that ask for quotes beside those that a shell knows.</param>
    public static bool IsPlain(ReadOnlySpan<byte> name, ReadOnlySpan<byte> special = default) => NeedsOf(name, special) is Need.None or Need.NotInDoubleQuotes;

    /// <summary>The quoted form.</summary>
    /// <param name="name">As <see cref="IsPlain"/>.</param>
    /// <param name="special">As <see cref="IsPlain"/>.</param>
    public static byte[] Quote(ReadOnlySpan<byte> name, ReadOnlySpan<byte> special = default)
    {
        var needs = NeedsOf(name, special);
        return needs is Need.None or Need.NotInDoubleQuotes ? name.ToArray() : Quoted(name, needs);
    }

    /// <summary>As the other, with quotes around every name (<c>shell-escape-always</c>).</summary>
    public static byte[] QuoteAlways(ReadOnlySpan<byte> name) => Quoted(name, NeedsOf(name, default));

    private static byte[] Quoted(ReadOnlySpan<byte> name, Need needs) =>
        needs.HasFlag(Need.Apostrophe) && (needs & (Need.NotInDoubleQuotes | Need.Escape)) == 0
            ? [(byte)'"', .. name, (byte)'"']
            : SingleQuoted(name);

    private static Need NeedsOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> special)
    {
        var needs = name.IsEmpty ? Need.Quotes : Need.None;
        for (var at = 0; at < name.Length;)
        {
            var length = Take(name[at..], out var isShown);
            needs |= isShown ? NeedOf(name, at) : Need.Escape;
            needs |= special.Contains(name[at]) ? Need.Quotes : Need.None;
            at += length;
        }

        return needs;
    }

    private static Need NeedOf(ReadOnlySpan<byte> name, int at) => name[at] switch
    {
        Apostrophe => Need.Quotes | Need.Apostrophe,
        (byte)' ' => Need.Quotes,
        (byte)'#' or (byte)'~' => at == 0 ? Need.Quotes : Need.NotInDoubleQuotes,
        (byte)'{' or (byte)'}' => name.Length == 1 ? Need.Quotes : Need.NotInDoubleQuotes,
        var character => "!\"$&()*;<=>?[\\^`|"u8.Contains(character) ? Need.Quotes | Need.NotInDoubleQuotes : Need.None,
    };

    private static byte[] SingleQuoted(ReadOnlySpan<byte> name)
    {
        List<byte> quoted = [Apostrophe];
        var isEscaping = false;
        for (var at = 0; at < name.Length;)
        {
            var length = Take(name[at..], out var isShown);
            if (name[at] == Apostrophe)
            {
                quoted.AddRange("'\\''"u8);
            }
            else
            {
                quoted.AddRange(isShown != isEscaping ? default : isShown ? "''"u8 : "'$'"u8);
                Append(name.Slice(at, length), isShown, quoted);
            }

            isEscaping = !isShown;
            at += length;
        }

        quoted.Add(Apostrophe);
        return [.. quoted];
    }

    private static void Append(ReadOnlySpan<byte> character, bool isShown, List<byte> quoted)
    {
        if (isShown)
        {
            quoted.AddRange(character);
            return;
        }

        foreach (var value in character)
        {
            quoted.Add((byte)'\\');
            if (value is >= 7 and <= 13)
            {
                quoted.Add("abtnvfr"u8[value - 7]);
            }
            else
            {
                quoted.AddRange([(byte)('0' + (value >> 6)), (byte)('0' + ((value >> 3) & 7)), (byte)('0' + (value & 7))]);
            }
        }
    }

    // Bytes of the first character; a byte that is no UTF-8 is one by itself.
    private static int Take(ReadOnlySpan<byte> name, out bool isShown)
    {
        if (name[0] < 0x80)
        {
            isShown = name[0] is >= 0x20 and < 0x7F;
            return 1;
        }

        var isText = Rune.DecodeFromUtf8(name, out var rune, out var length) is OperationStatus.Done;
        isShown = isText && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
        return isText ? length : 1;
    }
}
