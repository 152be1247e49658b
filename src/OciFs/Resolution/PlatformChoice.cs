using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>Chooses the platform that is meant where none is named.</summary>
internal static class PlatformChoice
{
    private static readonly PlatformName Usual = PlatformName.Normalize("linux", "amd64");

    /// <summary>The first that runs best on <paramref name="wanted"/>, else on linux/amd64, else the first; null of none.</summary>
    public static ResolvedPlatform? Choose(ImmutableArray<ResolvedPlatform> platforms, PlatformName wanted) =>
        Best(platforms, wanted) ?? Best(platforms, Usual) ?? platforms.FirstOrDefault();

    /// <summary>The first platform that runs best where <paramref name="wanted"/> is meant, as containerd chooses; null where none does.</summary>
    /// <remarks>Skopeo takes an amd64 or arm64 of a higher variant for the plain one at once, and 32-bit arm for no other.</remarks>
    public static ResolvedPlatform? Best(ImmutableArray<ResolvedPlatform> platforms, PlatformName wanted)
    {
        var matcher = PlatformMatcher.Only(wanted);
        return platforms.Where(platform => matcher.Matches(platform.Platform)).OrderBy(platform => platform.Platform, matcher).FirstOrDefault();
    }
}
