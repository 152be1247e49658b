namespace OciFs.Reference;

/// <summary>A time as tar keeps it: <paramref name="Seconds"/> since 1970 (may be negative) plus 0–999,999,999 nanoseconds.</summary>
public readonly record struct TarTime(long Seconds, int Nanoseconds = 0)
{
    private const long NanosecondsInSecond = 1_000_000_000;

    public static implicit operator TarTime(long seconds) => new(seconds);

    /// <summary>Reads a PAX decimal ("-1.5", "1600000000.25"); digits beyond nanoseconds are cut towards the earlier time.</summary>
    /// <exception cref="FormatException">It is no decimal number.</exception>
    public static TarTime Parse(string text)
    {
        var negative = text.StartsWith('-');
        var parts = text[(negative ? 1 : 0)..].Split('.');
        var fraction = parts.Length == 1 ? "" : parts[1];
        if (parts.Length > 2 || !parts[0].All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit) || parts[0].Length == 0)
            throw new FormatException($"'{text}' is no time");
        var seconds = long.Parse(parts[0]);
        var nanoseconds = int.Parse(fraction.PadRight(9, '0')[..9]);
        if (!negative)
            return new TarTime(seconds, nanoseconds);
        var restCut = fraction.Length > 9 && fraction[9..].Any(digit => digit != '0');
        var total = nanoseconds + (restCut ? 1 : 0);
        return total == 0 ? new TarTime(-seconds) : new TarTime(-seconds - 1, (int)(NanosecondsInSecond - total));
    }

    /// <summary>A PAX decimal: a sign and the distance from 1970, so -1.5 stands for half a second after second -2.</summary>
    public string ToPax()
    {
        if (Nanoseconds == 0)
            return Seconds.ToString();
        var (whole, part) = Seconds < 0 ? (-(Seconds + 1), NanosecondsInSecond - Nanoseconds) : (Seconds, Nanoseconds);
        return $"{(Seconds < 0 ? "-" : "")}{whole}.{part:d9}".TrimEnd('0');
    }

    /// <summary>Seconds, a point, nine digits that count forward from that second.</summary>
    public override string ToString() => $"{Seconds}.{Nanoseconds:d9}";
}
