using OciFs.Tar.Headers;

namespace OciFs.Tar.Pax;

/// <summary>Times of PAX records: decimal seconds with an optional fraction, either sign (POSIX.1-2017 pax, "mtime").</summary>
internal static class PaxTime
{
    private const int NanosecondDigits = 9, NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Digits beyond the ninth are dropped before the sign is applied, as Go's archive/tar does.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TarTime time)
    {
        time = default;
        var dot = text.IndexOf((byte)'.');
        var whole = dot < 0 ? text : text[..dot];
        if (!TarNumber.TryParseDecimal(whole, out var seconds) || !TryParseFraction(dot < 0 ? [] : text[(dot + 1)..], out var nanoseconds))
            return false;

        if (nanoseconds != 0 && whole[0] == '-')
        {
            if (seconds == long.MinValue)
                return false;
            seconds--;
            nanoseconds = NanosecondsPerSecond - nanoseconds;
        }

        time = new TarTime(seconds, nanoseconds);
        return true;
    }

    private static bool TryParseFraction(ReadOnlySpan<byte> digits, out int nanoseconds)
    {
        nanoseconds = 0;
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        for (var i = 0; i < NanosecondDigits; i++)
            nanoseconds = (nanoseconds * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return true;
    }
}
