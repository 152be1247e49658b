using System.Globalization;

namespace OciFs.Cli.Arguments;

/// <summary>The value of <c>--memory</c>: a number of bytes, or of the units k, M and G of 1024 that <c>find -size</c> has, in capitals or not.</summary>
internal static class MemorySize
{
    private const long Unit = 1024;

    /// <summary>The bytes that are meant.</summary>
    /// <exception cref="UsageException">It is no size, or less than caches can do with.</exception>
    public static long Parse(string text)
    {
        var unit = text is [.., var last] ? UnitOf(last) : 0;
        var number = unit == 0 ? text : text[..^1];
        var isNumber = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= long.MaxValue / Math.Max(unit, 1);
        var bytes = count * Math.Max(unit, 1);
        if (!isNumber)
        {
            throw new UsageException($"--memory {text}: not a size (a number of bytes, or with k, M or G behind it, as 128M)");
        }

        return bytes >= Limits.LeastMemoryBytes
            ? bytes
            : throw new UsageException($"--memory {text}: too little (at least {Limits.LeastMemoryBytes / (Unit * Unit)}M)");
    }

    private static long UnitOf(char unit) => unit switch
    {
        'k' or 'K' => Unit,
        'm' or 'M' => Unit * Unit,
        'g' or 'G' => Unit * Unit * Unit,
        _ => 0,
    };
}
