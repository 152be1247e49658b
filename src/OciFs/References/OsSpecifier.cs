using System.Collections.Immutable;
using System.Text;

namespace OciFs.References;

/// <summary>
/// The first part of a platform as text: <c>os[(version[+feature…])]</c>, by <c>osRe</c> of containerd's <c>platforms.go</c> (1.0). Version and
/// features are as meant, not as written; a version of no characters is none.
/// </summary>
internal readonly record struct OsSpecifier(string Os, string? Version, ImmutableArray<string> Features)
{
    /// <summary>False for what is none.</summary>
    public static bool TryParse(string text, out OsSpecifier specifier)
    {
        specifier = default;
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var os = open < 0 ? text : text[..open];
        if (os.Length == 0 || !os.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') || (open >= 0 && !text.EndsWith(')')))
        {
            return false;
        }

        var options = open < 0 ? [""] : text[(open + 1)..^1].Split('+');
        var decoded = ImmutableArray.CreateBuilder<string>(options.Length);
        for (var i = 0; i < options.Length; i++)
        {
            // A version may be left out, a feature may not.
            if ((i > 0 && options[i].Length == 0) || !TryDecode(options[i], out var option))
            {
                return false;
            }

            decoded.Add(option);
        }

        specifier = new OsSpecifier(os, decoded[0], decoded.DrainToImmutable()[1..]);
        return true;
    }

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() =>
        Version is null && Features.IsEmpty ? Os : $"{Os}({Encode(Version ?? string.Empty)}{string.Concat(Features.Select(feature => "+" + Encode(feature)))})";

    // What ends an option, and the escape itself.
    private static string Encode(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal).Replace("+", "%2B", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal)
        .Replace(")", "%29", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);

    private static bool TryDecode(string text, out string decoded)
    {
        var bytes = new List<byte>(text.Length);
        decoded = string.Empty;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '.' or '-')
            {
                bytes.Add((byte)text[i]);
                continue;
            }

            if (text[i] != '%' || i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return false;
            }

            bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
            i += 2;
        }

        decoded = Encoding.UTF8.GetString([.. bytes]);
        return true;
    }
}
