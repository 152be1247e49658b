using System.Buffers;

namespace OciFs.References;

/// <summary>The parts of an image reference, by the grammar of distribution/reference (<c>reference.go</c>).</summary>
internal static class ReferenceGrammar
{
    /// <summary>Characters of a repository's path (<c>RepositoryNameTotalLengthMax</c>); older releases counted the domain too.</summary>
    public const int PathLength = 255;

    private const int TagLength = 128;

    private static readonly SearchValues<char> TagCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:");

    /// <summary>Whether a text is a tag.</summary>
    public static bool IsTag(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= TagLength && !text.ContainsAnyExcept(TagCharacters) && text[0] is not ('.' or '-');

    /// <summary>Whether a text is a host, or an IPv6 address in brackets without a zone, either with or without a port.</summary>
    public static bool IsDomain(ReadOnlySpan<char> text)
    {
        var isAddress = text.StartsWith('[');
        var end = isAddress ? text.IndexOf(']') + 1 : text.IndexOf(':') is >= 0 and var colon ? colon : text.Length;
        var port = text[end..];
        if (!port.IsEmpty && (port.Length == 1 || port[0] != ':' || port[1..].ContainsAnyExceptInRange('0', '9')))
        {
            return false;
        }

        return isAddress ? end > 2 && !text[1..(end - 1)].ContainsAnyExcept(AddressCharacters) : IsHost(text[..end]);
    }

    /// <summary>What is wrong with a repository's path; null for nothing.</summary>
    public static string? ProblemOfPath(ReadOnlySpan<char> path)
    {
        if (path.Length > PathLength)
        {
            return $"a path of {path.Length} characters (at most {PathLength})";
        }

        foreach (var range in path.Split('/'))
        {
            var part = path[range];
            if (!IsPathComponent(part))
            {
                return part.ContainsAnyInRange('A', 'Z')
                    ? $"upper-case letters in {part} (a repository's path is lower-case)"
                    : $"\"{part}\" in its path (lower-case letters and digits, between them one of . _ __ or any number of -)";
            }
        }

        return null;
    }

    private static bool IsHost(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (part.IsEmpty || part[0] == '-' || part[^1] == '-' || !IsAlphanumericOr(part, '-'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAlphanumericOr(ReadOnlySpan<char> text, char other)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != other)
            {
                return false;
            }
        }

        return true;
    }

    // Runs of letters and digits with one separator between each two: a dot, one or two underscores, or hyphens.
    private static bool IsPathComponent(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var run = Count(text, c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
            text = text[run..];
            if (run == 0 || text.IsEmpty)
            {
                return run > 0;
            }

            var separator = text[0];
            var length = Count(text, c => c == separator);
            if (separator switch { '.' => length > 1, '_' => length > 2, '-' => false, _ => true })
            {
                return false;
            }

            text = text[length..];
        }
    }

    private static int Count(ReadOnlySpan<char> text, Func<char, bool> isOne)
    {
        var count = 0;
        while (count < text.Length && isOne(text[count]))
        {
            count++;
        }

        return count;
    }
}
