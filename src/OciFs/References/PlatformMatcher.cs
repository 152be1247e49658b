using System.Collections.Immutable;

namespace OciFs.References;

/// <summary>
/// Which platforms are meant, and which of them first, by the rules of containerd's platforms package. As a comparer it puts the better platform first;
/// platforms that it finds alike keep their order where the sort is a stable one.
/// </summary>
/// <remarks>
/// A platform that needs features matches one that offers them all; that of two which needs more is better. The version counts for Windows only, whose
/// features include <c>win32k</c> always and whose higher version is better, as containerd has it on Windows: the same everywhere here.
/// </remarks>
public sealed class PlatformMatcher : IComparer<PlatformName>
{
    private readonly ImmutableArray<PlatformName> _offers;
    private readonly bool _isOrdered;

    private PlatformMatcher(ImmutableArray<PlatformName> offers, bool isOrdered) => (_offers, _isOrdered) = (offers, isOrdered);

    /// <summary>Every platform, none better than another.</summary>
    public static PlatformMatcher All { get; } = new(default, isOrdered: false);

    /// <summary>What a machine runs: its own platform first, then lower variants, then what else it runs (386 on amd64, arm on arm64).</summary>
    public static PlatformMatcher Only(PlatformName machine) => new(PlatformVector.Of(machine), isOrdered: true);

    /// <summary>One platform and nothing else that it runs.</summary>
    public static PlatformMatcher OnlyStrict(PlatformName platform) => new([platform], isOrdered: true);

    /// <summary>Any of some platforms, the first of them best.</summary>
    public static PlatformMatcher Ordered(params ImmutableArray<PlatformName> platforms) => new(platforms, isOrdered: true);

    /// <summary>Any of some platforms, one as good as the other.</summary>
    public static PlatformMatcher Any(params ImmutableArray<PlatformName> platforms) => new(platforms, isOrdered: false);

    /// <summary>Whether a platform is meant.</summary>
    public bool Matches(PlatformName platform) => _offers.IsDefault || Rank(platform, platform.OsFeatures) < _offers.Length;

    /// <summary>Below 0 where <paramref name="x"/> is better, above 0 where <paramref name="y"/> is. No platform is null.</summary>
    public int Compare(PlatformName? x, PlatformName? y)
    {
        if (_offers.IsDefault)
        {
            return 0;
        }

        var (one, other) = (Rank(x!, x!.OsFeatures), Rank(y!, y!.OsFeatures));
        return one != other ? one.CompareTo(other)
            : one < _offers.Length ? CompareAlike(x, y)
            : Rank(x, []).CompareTo(Rank(y, []));
    }

    // Of two that match equally well.
    private static int CompareAlike(PlatformName one, PlatformName other)
    {
        var version = one.Os == "windows" ? WindowsVersion.Compare(other.OsVersion, one.OsVersion) : 0;
        return version != 0 ? version : other.OsFeatures.Length.CompareTo(one.OsFeatures.Length);
    }

    // The number of the first offer that a platform of these features matches, 0 where one is as good as another; that behind the last for none.
    private int Rank(PlatformName platform, ImmutableArray<string> features)
    {
        var rank = 0;
        while (rank < _offers.Length && !Offers(_offers[rank], platform, features))
        {
            rank++;
        }

        return _isOrdered || rank == _offers.Length ? rank : 0;
    }

    private static bool Offers(PlatformName offer, PlatformName platform, ImmutableArray<string> features) =>
        offer.Os == platform.Os && offer.Architecture == platform.Architecture && offer.Variant == platform.Variant
        && (offer.Os != "windows" || WindowsVersion.Runs(offer.OsVersion, platform.OsVersion))
        && features.All(feature => offer.OsFeatures.Contains(feature, StringComparer.Ordinal) || (offer.Os == "windows" && feature == "win32k"));
}
