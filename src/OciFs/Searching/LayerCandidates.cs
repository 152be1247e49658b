namespace OciFs.Searching;

/// <summary>What a scan of one layer found: paths that may meet the conditions in an image that has the layer.</summary>
/// <param name="Paths">The paths, without a leading slash; null where there are so many that images with the layer are better walked.</param>
/// <param name="Hashed">Regular files of the layer that were read and have the SHA-256 that is searched for, ascending.</param>
internal sealed record LayerCandidates(byte[][]? Paths, uint[] Hashed)
{
    /// <summary>Too many.</summary>
    public static LayerCandidates TooMany { get; } = new(null, []);

    /// <summary>Whether nothing of the layer can be found.</summary>
    public bool IsNone => Paths is [];
}
