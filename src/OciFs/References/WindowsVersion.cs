using System.Globalization;

namespace OciFs.References;

/// <summary>Which Windows containers a Windows runs, by containerd's <c>platform_windows_compat.go</c> (process isolation).</summary>
internal static class WindowsVersion
{
    // The builds of the long-term releases since which a container of an older build runs: Windows Server 2022 and 2025.
    private const int Server2022 = 20348;
    private const int Server2025 = 26100;

    /// <summary>
    /// Whether containers of <paramref name="container"/> run on <paramref name="host"/>: before Server 2022 only those of the same build, since then also those of
    /// older builds down to the last long-term release. What is not told, of either, matches; the revision behind the build does not count.
    /// </summary>
    public static bool Runs(string? host, string? container)
    {
        if (!TryParse(host, out var own) || container is null)
        {
            return true;
        }

        var oldest = own.Build < Server2022 ? own.Build : own.Build > Server2025 ? Server2025 : Server2022;
        return TryParse(container, out var other) && own.Major == other.Major && own.Minor == other.Minor && other.Build >= oldest && other.Build <= own.Build;
    }

    /// <summary>By numbers, where all parts are; else by characters. Null is lowest.</summary>
    /// <remarks>Containerd compares characters, by which revision 587 is higher than 2322.</remarks>
    public static int Compare(string? one, string? other) => Version.TryParse(one, out var first) && Version.TryParse(other, out var second)
        ? first.CompareTo(second)
        : string.CompareOrdinal(one, other);

    // Major and minor version of 8 bits, build of 16; what is behind is not looked at.
    private static bool TryParse(string? text, out (byte Major, byte Minor, ushort Build) version)
    {
        version = default;
        return text?.Split('.', 4) is [var first, var second, var third, ..]
            && byte.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out version.Major)
            && byte.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out version.Minor)
            && ushort.TryParse(third, NumberStyles.None, CultureInfo.InvariantCulture, out version.Build);
    }
}
