namespace OciFs.Cli.Arguments;

/// <summary>Modes as chmod(1) takes them, <c>u=rwx,g+s</c>, of a file that has none yet; the umask does not count.</summary>
internal static class SymbolicMode
{
    private const uint User = 0x9C0;
    private const uint Group = 0x438;
    private const uint Others = 0x207;
    private const uint Execute = 0x49;

    /// <summary>The permissions that come of it; null where it is no such mode.</summary>
    public static uint? TryApply(ReadOnlySpan<char> text, bool isDirectory)
    {
        uint mode = 0;
        foreach (var range in text.Split(','))
        {
            if (!TryApply(text[range], isDirectory, ref mode))
            {
                return null;
            }
        }

        return mode;
    }

    private static bool TryApply(ReadOnlySpan<char> clause, bool isDirectory, ref uint mode)
    {
        var start = clause.IndexOfAny("+-=");
        if (start < 0)
        {
            return false;
        }

        uint who = 0;
        foreach (var letter in clause[..start])
        {
            if (WhoIs(letter) is not { } more)
            {
                return false;
            }

            who |= more;
        }

        who = start == 0 ? UnixMode.PermissionMask : who;
        for (clause = clause[start..]; !clause.IsEmpty;)
        {
            var end = clause[1..].IndexOfAny("+-=") is >= 0 and var next ? next + 1 : clause.Length;
            if (Bits(clause[1..end], mode, isDirectory) is not { } bits)
            {
                return false;
            }

            bits &= who;
            mode = clause[0] switch
            {
                '+' => mode | bits,
                '-' => mode & ~bits,
                _ => (mode & ~who) | bits,
            };
            clause = clause[end..];
        }

        return true;
    }

    private static uint? WhoIs(char letter) => letter switch
    {
        'u' => User,
        'g' => Group,
        'o' => Others,
        'a' => UnixMode.PermissionMask,
        _ => null,
    };

    private static uint? Bits(ReadOnlySpan<char> letters, uint mode, bool isDirectory)
    {
        if (letters is ['u' or 'g' or 'o'])
        {
            var copied = (letters[0] == 'u' ? mode >> 6 : letters[0] == 'g' ? mode >> 3 : mode) & 7;
            return copied * Execute;
        }

        uint bits = 0;
        foreach (var letter in letters)
        {
            uint? bit = letter switch
            {
                'r' => 4 * Execute,
                'w' => 2 * Execute,
                'x' => Execute,
                'X' => isDirectory || (mode & Execute) != 0 ? Execute : 0,
                's' => 0xC00,
                't' => 0x200,
                _ => null,
            };
            if (bit is null)
            {
                return null;
            }

            bits |= bit.Value;
        }

        return bits;
    }
}
