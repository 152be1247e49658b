using System.Globalization;

namespace OciFs.Cli.Printing;

/// <summary>Sizes as du(1) prints them: rounded up.</summary>
internal static class HumanSize
{
    private const int UnitBits = 10;
    private const string Units = "KMGTPE";

    /// <summary>With a unit of a power of 1024, as <c>-h</c>: one digit behind the point below 10.</summary>
    public static string Of(long bytes)
    {
        var unit = 0;
        while (unit < Units.Length && bytes >> (UnitBits * unit) >= 1 << UnitBits)
        {
            unit++;
        }

        if (unit == 0)
        {
            return bytes.ToString(CultureInfo.InvariantCulture);
        }

        var one = (Int128)1 << (UnitBits * unit);
        var tenths = (((Int128)bytes * 10) + one - 1) / one;
        if (tenths < 100)
        {
            return $"{(long)(tenths / 10)}.{(long)(tenths % 10)}{Units[unit - 1]}";
        }

        var whole = (long)((bytes + one - 1) / one);
        return whole == 1 << UnitBits && unit < Units.Length ? $"1.0{Units[unit]}" : $"{whole}{Units[unit - 1]}";
    }

    /// <summary>In KiB.</summary>
    public static string Kibibytes(long bytes) => ((bytes >> UnitBits) + ((bytes & ((1 << UnitBits) - 1)) == 0 ? 0 : 1)).ToString(CultureInfo.InvariantCulture);
}
