using System.Globalization;
using OciFs.Views;

namespace OciFs.Cli.Arguments;

/// <summary>Moments that people write.</summary>
internal static class TimeText
{
    private const int NanosecondDigits = 9;

    /// <summary>
    /// Reads a moment: seconds since 1970 behind <c>@</c>, or a date with or without a time, as <c>2024-02-29 13:00</c> or RFC 3339, in the local time zone where
    /// it has none. Null where it is none.
    /// </summary>
    public static NodeTime? TryParse(string text)
    {
        if (text is ['@', .. var number])
        {
            return TryParseSeconds(number);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var date) ? NodeTime.From(date) : null;
    }

    private static NodeTime? TryParseSeconds(string number)
    {
        var parts = number.Split('.', 2);
        if (!long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        var fraction = 0;
        if (parts.Length == 2 && !int.TryParse(parts[1].PadRight(NanosecondDigits, '0').AsSpan(0, NanosecondDigits), NumberStyles.None, CultureInfo.InvariantCulture, out fraction))
        {
            return null;
        }

        return number.StartsWith('-') && fraction > 0 ? new NodeTime(seconds - 1, 1_000_000_000 - fraction) : new NodeTime(seconds, fraction);
    }
}
