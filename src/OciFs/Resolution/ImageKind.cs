namespace OciFs.Resolution;

/// <summary>What a name of a store points at.</summary>
public enum ImageKind
{
    /// <summary>It could not be read, or is none of those below.</summary>
    Unknown,

    /// <summary>An image, for one platform or several.</summary>
    Image,

    /// <summary>Anything else that is kept like one: a chart, a signature, an attestation, a list of such.</summary>
    Artifact,
}
