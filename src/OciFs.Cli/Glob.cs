namespace OciFs.Cli;

/// <summary>
/// Patterns of image names as <c>docker images --filter reference=</c> has them, which are those of Go's <c>path.Match</c>: <c>*</c> and <c>?</c> stand for
/// anything but <c>/</c>, <c>[a-z]</c> and <c>[^a-z]</c> for one character, <c>\</c> takes the next character as it is.
/// </summary>
internal static class Glob
{
    /// <summary>Whether a pattern can be understood.</summary>
    public static bool IsSound(ReadOnlySpan<char> pattern)
    {
        while (!pattern.IsEmpty)
        {
            if (!TryTake(pattern, out _, out pattern))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a sound pattern matches the whole of a text.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        while (!pattern.IsEmpty)
        {
            TryTake(pattern, out var item, out var rest);
            if (item is "*")
            {
                return AfterStar(rest, text);
            }

            if (text.IsEmpty || !IsOf(item, text[0]))
            {
                return false;
            }

            pattern = rest;
            text = text[1..];
        }

        return text.IsEmpty;
    }

    private static bool AfterStar(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        for (var i = 0; i <= text.Length; i++)
        {
            if (Matches(pattern, text[i..]))
            {
                return true;
            }

            if (i < text.Length && text[i] == '/')
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsOf(ReadOnlySpan<char> item, char character) => item[0] switch
    {
        '?' when item.Length == 1 => character != '/',
        '\\' => item[1] == character,
        '[' => IsOfClass(item[1..^1], character),
        _ => item[0] == character,
    };

    private static bool IsOfClass(ReadOnlySpan<char> members, char character)
    {
        var isNegated = members[0] == '^';
        var found = false;
        for (var rest = isNegated ? members[1..] : members; !rest.IsEmpty;)
        {
            var first = Take(ref rest);
            var last = first;
            if (rest is ['-', _, ..])
            {
                rest = rest[1..];
                last = Take(ref rest);
            }

            found |= first <= character && character <= last;
        }

        return found != isNegated;
    }

    private static char Take(ref ReadOnlySpan<char> text)
    {
        var escaped = text is ['\\', _, ..] ? 1 : 0;
        var character = text[escaped];
        text = text[(escaped + 1)..];
        return character;
    }

    private static bool TryTake(ReadOnlySpan<char> pattern, out ReadOnlySpan<char> item, out ReadOnlySpan<char> rest)
    {
        var length = pattern[0] switch
        {
            '\\' => 2,
            '[' => ClassLength(pattern),
            _ => 1,
        };
        var isSound = length > 0 && length <= pattern.Length;
        item = isSound ? pattern[..length] : [];
        rest = isSound ? pattern[length..] : [];
        return isSound;
    }

    // 0 where it has no end, or nothing in it.
    private static int ClassLength(ReadOnlySpan<char> pattern)
    {
        var start = pattern is ['[', '^', ..] ? 2 : 1;
        for (var i = start; i < pattern.Length; i++)
        {
            if (pattern[i] == ']' && i > start)
            {
                return i + 1;
            }

            i += pattern[i] == '\\' ? 1 : 0;
        }

        return 0;
    }
}
