namespace OciFs.Descriptors;

/// <summary>Annotations that say where a descriptor belongs.</summary>
public static class AnnotationKeys
{
    /// <summary>An image's name in a layout, often the tag alone (image-spec annotations.md).</summary>
    public const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>An image's full name, beside <see cref="RefName"/>: containerd's and BuildKit's.</summary>
    public const string ContainerdName = "io.containerd.image.name";

    /// <summary>File name of an artifact's layer (image-spec annotations.md).</summary>
    public const string Title = "org.opencontainers.image.title";

    /// <summary>Marks an entry of an index as one about another entry, such as <c>attestation-manifest</c>: BuildKit's.</summary>
    public const string DockerReferenceType = "vnd.docker.reference.type";

    /// <summary>Digest of the entry that such an entry is about.</summary>
    public const string DockerReferenceDigest = "vnd.docker.reference.digest";

    /// <summary>Kind of the in-toto statement that a layer is: BuildKit's.</summary>
    public const string PredicateType = "in-toto.io/predicate-type";
}
