using System.Collections.Immutable;

namespace OciFs.Finding;

/// <summary>The configs that a target leads to: what containers of it are called by.</summary>
/// <param name="Default">Hex digits of the default platform's config; null where it has none.</param>
/// <param name="All">Those of all platforms' configs.</param>
/// <param name="MayChange">Whether something was wrong or not there, that may come.</param>
internal sealed record ConfigIds(string? Default, ImmutableArray<string> All, bool MayChange)
{
    /// <summary>Of a target that leads to no config.</summary>
    public static ConfigIds None { get; } = new(null, [], false);

    /// <summary>Of a target with one config.</summary>
    public static ConfigIds Of(string hex) => new(hex, [hex], false);
}
