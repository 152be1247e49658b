using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>Chooses the platform that is meant where none is named.</summary>
internal static class PlatformChoice
{
    private static readonly PlatformName Usual = PlatformName.Normalize("linux", "amd64", null, null);

    /// <summary>The first that runs best on <paramref name="wanted"/>, else on linux/amd64, else the first; null of none.</summary>
    public static ResolvedPlatform? Choose(ImmutableArray<ResolvedPlatform> platforms, PlatformName wanted) =>
        Best(platforms, wanted) ?? Best(platforms, Usual) ?? platforms.FirstOrDefault();

    /// <summary>The platform that runs best where <paramref name="wanted"/> is meant; null where none does.</summary>
    public static ResolvedPlatform? Best(ImmutableArray<ResolvedPlatform> platforms, PlatformName wanted) => Runnable(wanted)
        .Select(runnable => platforms.FirstOrDefault(platform => Answers(platform.Platform, runnable, wanted)))
        .FirstOrDefault(platform => platform is not null);

    private static bool Answers(PlatformName platform, (string Architecture, string? Variant) runnable, PlatformName wanted) =>
        platform.Os == wanted.Os && platform.Architecture == runnable.Architecture && platform.Variant == runnable.Variant
        && (wanted.OsVersion is null || platform.OsVersion == wanted.OsVersion
            || platform.OsVersion?.StartsWith(wanted.OsVersion + ".", StringComparison.Ordinal) is true);

    /// <summary>
    /// What a machine runs, best first: the order of containerd's <c>platforms/compare.go</c>. Skopeo takes an amd64 or arm64 of a higher
    /// variant for the plain one at once, and 32-bit arm for no other.
    /// </summary>
    private static IEnumerable<(string Architecture, string? Variant)> Runnable(PlatformName machine)
    {
        var version = machine.Variant is ['v', .. var digits] && int.TryParse(digits.Split('.')[0], out var number) ? number : 0;
        (string Architecture, string? Variant) own = (machine.Architecture, machine.Variant);
        return machine.Architecture switch
        {
            "amd64" => [own, .. Lower("amd64", version, 2), ("amd64", null), ("386", null)],
            "arm64" => [own, .. Lower("arm64", version, 9), ("arm64", null), .. Lower("arm", 9, 5)],
            "arm" => [own, .. Lower("arm", version, 5)],
            _ => [own],
        };
    }

    private static IEnumerable<(string Architecture, string? Variant)> Lower(string architecture, int below, int last)
    {
        for (var version = Math.Min(below, 16) - 1; version >= last; version--)
        {
            yield return (architecture, $"v{version}");
        }
    }
}
