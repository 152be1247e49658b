using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OciFs.Cli.Printing;

/// <summary>
/// Names and numbers of a passwd(5) or group(5), which have them in the same places. As the C library, the first line of a number or name counts, and lines that
/// are broken do not. Unlike there, a name with blanks, with what cannot be shown, or of more than <see cref="MostNameBytes"/> bytes is none: it would
/// look like something else in a listing.
/// </summary>
internal sealed class OwnerTable
{
    // LOGIN_NAME_MAX of limits.h, without the NUL.
    private const int MostNameBytes = 255;

    private readonly Dictionary<uint, string> _names = [];
    private readonly Dictionary<string, uint> _numbers = new(StringComparer.Ordinal);

    /// <summary>A table without names.</summary>
    public static OwnerTable Empty { get; } = new();

    /// <summary>Reads a table.</summary>
    /// <param name="text">The file.</param>
    /// <param name="numbers">Fields from the third on that have to be numbers: of passwd 2, of group 1.</param>
    public static OwnerTable Parse(ReadOnlySpan<byte> text, int numbers)
    {
        var table = new OwnerTable();
        foreach (var range in text.Split((byte)'\n'))
        {
            table.Add(text[range].TrimStart(" \t\v\f\r"u8), numbers);
        }

        return table;
    }

    /// <summary>The name of a number; null where it has none.</summary>
    public string? NameOf(uint number) => _names.GetValueOrDefault(number);

    /// <summary>The number of a name; null where there is no such name.</summary>
    public uint? NumberOf(string name) => _numbers.TryGetValue(name, out var number) ? number : null;

    private void Add(ReadOnlySpan<byte> line, int numbers)
    {
        // A line of + or - asks another service (compat of nsswitch.conf(5)).
        if (line.IsEmpty || line[0] is (byte)'#' or (byte)'+' or (byte)'-')
        {
            return;
        }

        var rest = line;
        var name = Field(ref rest);
        _ = Field(ref rest);
        if (!TryNumber(Field(ref rest), out var number) || (numbers > 1 && !TryNumber(Field(ref rest), out _)) || !IsName(name))
        {
            return;
        }

        var text = Encoding.UTF8.GetString(name);
        _names.TryAdd(number, text);
        _numbers.TryAdd(text, number);
    }

    private static ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)':');
        var field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return field;
    }

    private static bool TryNumber(ReadOnlySpan<byte> field, out uint number) =>
        Utf8Parser.TryParse(field, out number, out var length) && length == field.Length && field is not [(byte)'+', ..];

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MostNameBytes || !System.Text.Unicode.Utf8.IsValid(name))
        {
            return false;
        }

        foreach (var rune in Encoding.UTF8.GetString(name).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned)
            {
                return false;
            }
        }

        return true;
    }
}
