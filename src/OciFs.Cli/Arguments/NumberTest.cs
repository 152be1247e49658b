using System.Globalization;

namespace OciFs.Cli.Arguments;

/// <summary>A number as find(1) compares: <c>N</c> means that, <c>+N</c> more, <c>-N</c> less.</summary>
/// <param name="Sign">Less than 0 for less, more than 0 for more, 0 for equal.</param>
/// <param name="Number">N.</param>
internal readonly record struct NumberTest(int Sign, long Number)
{
    private const long BytesOfBlock = 512;

    /// <summary>Whether a number is meant.</summary>
    public bool Holds(long number) => Math.Sign(number.CompareTo(Number)) == Sign;

    /// <summary>Reads a number; null where it is none.</summary>
    public static NumberTest? TryParse(ReadOnlySpan<char> text)
    {
        var sign = text is ['+', ..] ? 1 : text is ['-', ..] ? -1 : 0;
        return long.TryParse(text[Math.Abs(sign)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new NumberTest(sign, number) : null;
    }

    /// <summary>Reads a size with find's units, in which sizes are counted and rounded up: b (512 bytes, also without a unit), c, w, k, M, G. Null where it is none.</summary>
    public static Predicate<long>? TryParseSize(ReadOnlySpan<char> text)
    {
        var unit = text is [.., var last] ? UnitOf(last) : 0;
        return TryParse(unit == 0 ? text : text[..^1]) is { } test ? size => test.Holds(InUnits(size, unit == 0 ? BytesOfBlock : unit)) : null;
    }

    private static long InUnits(long size, long unit) => (size / unit) + (size % unit == 0 ? 0 : 1);

    private static long UnitOf(char unit) => unit switch
    {
        'b' => BytesOfBlock,
        'c' => 1,
        'w' => 2,
        'k' => 1 << 10,
        'M' => 1 << 20,
        'G' => 1 << 30,
        _ => 0,
    };
}
