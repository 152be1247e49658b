namespace OciFs.Provenance;

/// <summary>How a layer hides what lower layers have.</summary>
public enum Hiding
{
    /// <summary>It brings the same path itself.</summary>
    Replaced,

    /// <summary>A whiteout of its name, or of a directory above.</summary>
    Whiteout,

    /// <summary>An opaque marker in a directory above.</summary>
    Opaque,

    /// <summary>Something that is no directory has taken the place of a directory above.</summary>
    Covered,
}
