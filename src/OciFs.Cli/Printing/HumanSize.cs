using System.Globalization;

namespace OciFs.Cli.Printing;

/// <summary>Sizes as <c>ls -h</c>, <c>du -h</c> and <c>df -h</c> write them: powers of 1024, rounded up, one decimal below ten (human.c of gnulib).</summary>
internal static class HumanSize
{
    private const string Units = "KMGTPEZY";
    private const int Base = 1024;

    /// <summary>Of a number of bytes.</summary>
    public static string Of(long bytes)
    {
        if (bytes < Base)
        {
            return bytes.ToString(CultureInfo.InvariantCulture);
        }

        // Tenths of the unit, rounded up; a power above where that is as many as one.
        var unit = 0;
        Int128 size = Base;
        while (bytes >= size * Base)
        {
            size *= Base;
            unit++;
        }

        var tenths = (((Int128)bytes * 10) + size - 1) / size;
        if (tenths <= 99)
        {
            return $"{(long)(tenths / 10)}.{(long)(tenths % 10)}{Units[unit]}";
        }

        var whole = (long)(((Int128)bytes + size - 1) / size);
        return whole < Base ? $"{whole.ToString(CultureInfo.InvariantCulture)}{Units[unit]}" : $"1.0{Units[unit + 1]}";
    }

    /// <summary>In units of 1024 bytes, rounded up.</summary>
    public static string Kibibytes(long bytes) => ((bytes / Base) + (bytes % Base == 0 ? 0 : 1)).ToString(CultureInfo.InvariantCulture);
}
