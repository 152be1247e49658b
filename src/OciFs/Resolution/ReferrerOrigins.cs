namespace OciFs.Resolution;

/// <summary>By what an artifact is known to be about a manifest.</summary>
[Flags]
public enum ReferrerOrigins
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Its own <c>subject</c> (image-spec manifest.md and image-index.md).</summary>
    Subject = 1 << 0,

    /// <summary>An index that the store names <c>sha256-HEX</c> lists it (distribution-spec, "Referrers Tag Schema").</summary>
    ReferrersTag = 1 << 1,

    /// <summary>The annotation <c>vnd.docker.reference.digest</c> of its entry in the image's own index (BuildKit, attestation-storage.md).</summary>
    Attestation = 1 << 2,

    /// <summary>The store names it <c>sha256-HEX.sig</c>, <c>.att</c> or <c>.sbom</c> (cosign, specs/SIGNATURE_SPEC.md).</summary>
    CosignTag = 1 << 3,

    /// <summary>It stands in the index beside the images and says of nothing else that it is about it.</summary>
    IndexEntry = 1 << 4,
}
