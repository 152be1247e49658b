using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>What INIT agreed upon.</summary>
/// <param name="Minor">The protocol is 7.<paramref name="Minor"/>.</param>
/// <param name="Flags">The features in force.</param>
internal sealed record Connection(uint Minor, FuseInitFlags Flags)
{
    /// <summary>Nothing: the state before INIT.</summary>
    public static Connection None { get; } = new(0, FuseInitFlags.None);

    /// <summary>Whether a feature is in force.</summary>
    /// <param name="flag">One flag.</param>
    /// <returns>True if it was wanted and offered.</returns>
    public bool Has(FuseInitFlags flag) => (Flags & flag) != FuseInitFlags.None;
}
