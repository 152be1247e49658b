using System.Text;

namespace OciFs.Cli.Arguments;

/// <summary>How a <see cref="FilePattern"/> is read.</summary>
[Flags]
internal enum PatternRules
{
    /// <summary>As fnmatch(3) without flags, which is find(1)'s: <c>*</c> and <c>?</c> take anything.</summary>
    None = 0,

    /// <summary><c>*</c>, <c>?</c> and <c>[…]</c> do not take <c>/</c> (<c>FNM_PATHNAME</c>, and Go's <c>path.Match</c>).</summary>
    SlashIsApart = 1,

    /// <summary>A leading <c>.</c> is only taken by one that is written (<c>FNM_PERIOD</c>, the shell's).</summary>
    LeadingDotIsApart = 2,

    /// <summary>Letters of ASCII match in either case.</summary>
    IgnoreCase = 4,
}

/// <summary>
/// A pattern of names, in bytes: <c>*</c> stands for anything, <c>?</c> for one character (of UTF-8, or a byte that is none), <c>[a-z]</c>, <c>[!a-z]</c>,
/// <c>[^a-z]</c> and <c>[[:digit:]]</c> for one of ASCII or of those written, <c>\</c> takes the next byte as it is. It takes no longer than pattern times text.
/// </summary>
internal sealed class FilePattern
{
    private readonly Item[] _items;
    private readonly PatternRules _rules;

    private FilePattern(Item[] items, PatternRules rules) => (_items, _rules) = (items, rules);

    private enum ItemKind
    {
        Rune,
        Any,
        Class,
        Star,
    }

    /// <summary>Whether a text has what makes it a pattern.</summary>
    public static bool IsPattern(ReadOnlySpan<byte> text) => text.IndexOfAny("*?["u8) >= 0;

    /// <summary>Parses a pattern; null where it cannot be understood: a class without its end, a <c>\</c> at the end.</summary>
    public static FilePattern? TryParse(ReadOnlySpan<byte> pattern, PatternRules rules = PatternRules.None)
    {
        List<Item> items = [];
        while (!pattern.IsEmpty)
        {
            if (TryTake(ref pattern, rules) is not { } item)
            {
                return null;
            }

            if (item.Kind is not ItemKind.Star || items is not [.., { Kind: ItemKind.Star }])
            {
                items.Add(item);
            }
        }

        return new FilePattern([.. items], rules);
    }

    /// <summary>Whether the whole of a text is matched.</summary>
    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_rules.HasFlag(PatternRules.LeadingDotIsApart) && text is [(byte)'.', ..] && _items is not [{ Kind: ItemKind.Rune }, ..])
        {
            return text.IsEmpty;
        }

        // A star first takes nothing, and one character more each time that what is behind it does not match; only the last star met has to.
        var (item, at, star, taken) = (0, 0, -1, 0);
        while (at < text.Length || item < _items.Length)
        {
            if (item < _items.Length && _items[item].Kind is ItemKind.Star)
            {
                (star, taken) = (item++, at);
            }
            else if (item < _items.Length && at < text.Length && Take(text[at..], out var length) is var rune && IsOf(_items[item], rune))
            {
                (item, at) = (item + 1, at + length);
            }
            else if (star >= 0 && taken < text.Length && !IsApart(text[taken]))
            {
                _ = Take(text[taken..], out length);
                taken += length;
                (item, at) = (star + 1, taken);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static Item? TryTake(ref ReadOnlySpan<byte> pattern, PatternRules rules)
    {
        switch (pattern[0])
        {
            case (byte)'*':
                pattern = pattern[1..];
                return new Item(ItemKind.Star);
            case (byte)'?':
                pattern = pattern[1..];
                return new Item(ItemKind.Any);
            case (byte)'[':
                return TryTakeClass(ref pattern, rules);
            default:
                return TryTakeRune(ref pattern, rules) is { } rune ? new Item(ItemKind.Rune, rune) : null;
        }
    }

    private static int? TryTakeRune(ref ReadOnlySpan<byte> pattern, PatternRules rules)
    {
        if (pattern is [(byte)'\\', ..])
        {
            pattern = pattern[1..];
        }

        if (pattern.IsEmpty)
        {
            return null;
        }

        var rune = Fold(Take(pattern, out var length), rules);
        pattern = pattern[length..];
        return rune;
    }

    private static Item? TryTakeClass(ref ReadOnlySpan<byte> pattern, PatternRules rules)
    {
        var rest = pattern[1..];
        var isNegated = rest is [(byte)'!' or (byte)'^', ..];
        rest = isNegated ? rest[1..] : rest;
        List<(int First, int Last)> ranges = [];
        for (var isFirst = true; isFirst || rest is not [(byte)']', ..]; isFirst = false)
        {
            if (rest.StartsWith("[:"u8) && NamedClass.TryTake(ref rest, ranges))
            {
                continue;
            }

            if (TryTakeRune(ref rest, rules) is not { } first)
            {
                return null;
            }

            var last = first;
            if (rest is [(byte)'-', not (byte)']', ..])
            {
                rest = rest[1..];
                if (TryTakeRune(ref rest, rules) is not { } end)
                {
                    return null;
                }

                last = end;
            }

            ranges.Add((first, last));
        }

        pattern = rest[1..];
        return new Item(ItemKind.Class, 0, [.. ranges], isNegated);
    }

    // A byte that is no UTF-8 is a character of its own, beyond those of Unicode.
    private static int Take(ReadOnlySpan<byte> text, out int length)
    {
        if (Rune.DecodeFromUtf8(text, out var rune, out length) is System.Buffers.OperationStatus.Done)
        {
            return rune.Value;
        }

        length = 1;
        return 0x11_0000 + text[0];
    }

    private static int Fold(int rune, PatternRules rules) =>
        rules.HasFlag(PatternRules.IgnoreCase) && rune is >= 'A' and <= 'Z' ? rune + ('a' - 'A') : rune;

    private bool IsApart(int rune) => rune == '/' && _rules.HasFlag(PatternRules.SlashIsApart);

    private bool IsOf(in Item item, int rune)
    {
        rune = Fold(rune, _rules);
        return item.Kind switch
        {
            ItemKind.Rune => item.Rune == rune,
            ItemKind.Any => !IsApart(rune),
            _ => !IsApart(rune) && Array.Exists(item.Ranges!, range => range.First <= rune && rune <= range.Last) != item.IsNegated,
        };
    }

    private readonly record struct Item(ItemKind Kind, int Rune = 0, (int First, int Last)[]? Ranges = null, bool IsNegated = false);

    /// <summary>The classes that have a name (POSIX 9.3.5), of ASCII.</summary>
    private static class NamedClass
    {
        public static bool TryTake(ref ReadOnlySpan<byte> pattern, List<(int First, int Last)> ranges)
        {
            var end = pattern.IndexOf(":]"u8);
            if (end < 0 || RangesOf(Encoding.ASCII.GetString(pattern[2..end])) is not { } named)
            {
                return false;
            }

            for (var i = 0; i < named.Length; i += 2)
            {
                ranges.Add((named[i], named[i + 1]));
            }

            pattern = pattern[(end + 2)..];
            return true;
        }

        // Pairs of first and last.
        private static string? RangesOf(string name) => name switch
        {
            "alnum" => "09AZaz",
            "alpha" => "AZaz",
            "blank" => "\t\t  ",
            "cntrl" => "\u0001\u001f\u007f\u007f",
            "digit" => "09",
            "graph" => "!~",
            "lower" => "az",
            "print" => " ~",
            "punct" => "!/:@[`{~",
            "space" => "\t\r  ",
            "upper" => "AZ",
            "xdigit" => "09AFaf",
            _ => null,
        };
    }
}
