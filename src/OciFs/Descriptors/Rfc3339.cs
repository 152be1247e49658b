using System.Globalization;

namespace OciFs.Descriptors;

/// <summary>
/// The date form of image documents (RFC 3339 section 5.6). Dates are for show: one that is not sound is as good as none.
/// </summary>
internal static class Rfc3339
{
    // DateTimeOffset counts 100 ns; Go writes up to nine digits.
    private const int FractionDigits = 7;

    /// <summary>The moment; null where the text is none.</summary>
    public static DateTimeOffset? Parse(string? text)
    {
        if (text is null || text.Length > 64)
        {
            return null;
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var end = dot < 0 ? -1 : text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9');
        var cut = end > FractionDigits ? text.Remove(dot + 1 + FractionDigits, end - FractionDigits) : text;
        return DateTimeOffset.TryParseExact(
            cut, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;
    }
}
