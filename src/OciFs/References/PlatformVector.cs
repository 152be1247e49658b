using System.Collections.Immutable;
using System.Globalization;

namespace OciFs.References;

/// <summary>What a machine runs, best first: the facts of <c>platformVector</c> in containerd's <c>compare.go</c>.</summary>
internal static class PlatformVector
{
    // The highest that a variant's number counts as: machines have 4 (amd64) and 9 (arm64), and the row of numbers stays short.
    private const int HighestVersion = 16;

    /// <summary>The machine's own platform and those below it, each of its version and features.</summary>
    public static ImmutableArray<PlatformName> Of(PlatformName machine) => machine.Architecture switch
    {
        "amd64" => [machine, .. Below(machine, "amd64", machine.Variant, 1), With(machine, "386", null)],
        "arm" => [machine, .. Below(machine, "arm", machine.Variant, 5)],
        "arm64" => [.. OfArm64(machine)],
        _ => [machine],
    };

    // v9.N is v8.(N+5) and more (Arm ARM, "Armv9"); there is no v8.10. A variant that is neither runs nothing, not even itself.
    private static IEnumerable<PlatformName> OfArm64(PlatformName machine)
    {
        var (major, minor) = machine.Variant switch
        {
            null => (8, 0),
            "v9" => (9, 0),
            ['v', '8', '.', >= '1' and <= '9' and var digit] => (8, digit - '0'),
            ['v', '9', '.', >= '1' and <= '7' and var digit] => (9, digit - '0'),
            _ => (0, 0),
        };
        return major == 0 ? [] :
        [
            .. major == 9 ? Minors(machine, 9, minor) : [],
            .. Minors(machine, 8, major == 9 ? Math.Min(minor + 5, 9) : minor),
            With(machine, "arm", "v8"),
            .. Below(machine, "arm", "v8", 5),
        ];
    }

    private static IEnumerable<PlatformName> Minors(PlatformName machine, int major, int highest) => Enumerable.Range(0, highest + 1).Reverse()
        .Select(minor => With(machine, "arm64", minor == 0 ? $"v{major}" : $"v{major}.{minor}"));

    private static IEnumerable<PlatformName> Below(PlatformName machine, string architecture, string? variant, int lowest)
    {
        var number = variant is ['v', .. var digits] ? digits : variant;
        var isNumber = int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var version);
        for (var below = Math.Min(isNumber ? version : 0, HighestVersion) - 1; below >= lowest; below--)
        {
            yield return With(machine, architecture, $"v{below}");
        }
    }

    private static PlatformName With(PlatformName machine, string architecture, string? variant) =>
        PlatformName.Normalize(machine.Os, architecture, variant, machine.OsVersion, machine.OsFeatures);
}
