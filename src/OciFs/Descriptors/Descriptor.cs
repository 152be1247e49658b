using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Descriptors;

/// <summary>
/// Says where content is and what it claims to be (image-spec descriptor.md). Nothing of it is proven but by reading the content.
/// </summary>
/// <param name="MediaType">What the content is said to be; empty where nothing is said.</param>
/// <param name="Digest">The content's digest.</param>
/// <param name="Size">Its length in bytes; from 0 to <see cref="Limits.DescriptorBytes"/>, or <see cref="UnknownSize"/>.</param>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>The size of layers of a manifest of schema 1, which does not tell them.</summary>
    public const long UnknownSize = -1;

    /// <summary>The platform that an index entry is for; null where it names neither operating system nor architecture.</summary>
    public PlatformName? Platform { get; init; }

    /// <summary>Annotations; never null values.</summary>
    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Kind of the artifact that is described; null for none.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>
    /// The content itself, where the descriptor brings it (image-spec descriptor.md, <c>data</c>) and it has the size and the digest; else null.
    /// </summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>Other places to fetch the content from.</summary>
    public ImmutableArray<string> Urls { get; init; } = [];

    /// <summary>
    /// Whether an index has this entry for another entry's sake, not as an image to run: an attestation, or one of the platform
    /// <c>unknown/unknown</c>.
    /// </summary>
    public bool IsReferrer => Annotations.ContainsKey(AnnotationKeys.DockerReferenceType) || Platform == PlatformName.Unknown;
}
