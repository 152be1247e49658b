using System.Globalization;
using OciFs.Views;

namespace OciFs.Cli.Printing;

/// <summary>Times of files in UTC, of whatever year: tars have times that a date of the runtime has not.</summary>
internal static class FileTime
{
    private const long SecondsPerDay = 86400;
    private const long DaysPerEra = 146097;
    private const long FirstDayOfEras = 719468;
    private const long YearOfTm = 1900;
    private const int NanosecondDigits = 9;

    /// <summary>As <c>2024-01-31 23:59</c>; the seconds since 1970 where the C library has no such date.</summary>
    public static string Short(NodeTime time) => Date(time) is { } date ? $"{date} {Clock(time)[..5]}" : time.Seconds.ToString(CultureInfo.InvariantCulture).PadLeft(16);

    /// <summary>As <c>2024-01-31 23:59:59.000000000 +0000</c>; else as <see cref="Short"/>.</summary>
    public static string Full(NodeTime time) => Date(time) is { } date
        ? $"{date} {Clock(time)}.{time.Nanoseconds:000000000} +0000"
        : $"{time.Seconds.ToString(CultureInfo.InvariantCulture)}.{time.Nanoseconds:000000000}";

    /// <summary>Seconds since 1970 as JSON has them: nine digits behind the point.</summary>
    public static string Json(NodeTime time) => Seconds(time, NanosecondDigits);

    /// <summary>Seconds since 1970 as a decimal number, before it with a minus, as <c>stat -c %.Y</c>.</summary>
    /// <param name="time">The time.</param>
    /// <param name="digits">Digits behind the point, at least one; what is finer is cut off.</param>
    public static string Seconds(NodeTime time, int digits)
    {
        var isBelowZero = time.Seconds < 0 && time.Nanoseconds > 0;
        var seconds = isBelowZero ? time.Seconds + 1 : time.Seconds;
        var fraction = $"{(isBelowZero ? 1_000_000_000 - time.Nanoseconds : time.Nanoseconds):000000000}".PadRight(digits, '0')[..digits];
        return $"{(isBelowZero && seconds == 0 ? "-" : string.Empty)}{seconds.ToString(CultureInfo.InvariantCulture)}.{fraction}";
    }

    private static string Clock(NodeTime time)
    {
        var second = time.Seconds - (Day(time) * SecondsPerDay);
        return $"{second / 3600:00}:{second / 60 % 60:00}:{second % 60:00}";
    }

    private static long Day(NodeTime time) => (long)Math.Floor((decimal)time.Seconds / SecondsPerDay);

    // The civil date of a day: eras of 400 years that begin in March (Howard Hinnant, chrono-compatible low-level date algorithms).
    private static string? Date(NodeTime time)
    {
        var shifted = Day(time) + FirstDayOfEras;
        var era = (shifted >= 0 ? shifted : shifted - (DaysPerEra - 1)) / DaysPerEra;
        var dayOfEra = shifted - (era * DaysPerEra);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var month = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * month) + 2) / 5) + 1;
        month = month < 10 ? month + 3 : month - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        return year - YearOfTm is >= int.MinValue and <= int.MaxValue ? $"{year:0000}-{month:00}-{day:00}" : null;
    }
}
