namespace OciFs.References;

/// <summary>The registered digest algorithms of the image-spec (descriptor.md, "Registered algorithms") that stores use.</summary>
public enum DigestAlgorithm
{
    /// <summary><c>sha256</c>, 64 hex digits.</summary>
    Sha256,

    /// <summary><c>sha512</c>, 128 hex digits.</summary>
    Sha512,
}
