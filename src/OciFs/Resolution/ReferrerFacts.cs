using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>What a document tells of referrers: it belongs to its digest and never changes.</summary>
internal sealed record ReferrerFacts
{
    private static readonly ReferrerFacts Nothing = new();

    /// <summary>What it is about, by its <c>subject</c>; null for nothing.</summary>
    public Digest? Subject { get; private init; }

    /// <summary>The document as a list of referrers describes it; null of an image or index of images that is about nothing.</summary>
    public Descriptor? Self { get; private init; }

    /// <summary>Whether it is an artifact and not an image.</summary>
    public bool IsArtifact { get; private init; }

    /// <summary>Of an index, where its entries are.</summary>
    public ImmutableArray<(Digest Digest, long Size)> Children { get; private init; } = [];

    /// <summary>Of an index, the entries that are attestations, or artifacts by their own words.</summary>
    public ImmutableArray<Descriptor> Others { get; private init; } = [];

    /// <summary>Reads them from a verified document; one that is no sound manifest or index tells nothing.</summary>
    public static ReferrerFacts Read(Descriptor descriptor, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Parse(descriptor, bytes);
        }
        catch (OciFsException)
        {
            return Nothing;
        }
    }

    private static ReferrerFacts Parse(Descriptor descriptor, ReadOnlyMemory<byte> bytes)
    {
        var where = descriptor.Digest.ToString();
        switch (DocumentShape.Of(bytes.Span, where))
        {
            case DocumentKind.Index:
                var index = ImageIndex.Parse(bytes, where, []);
                return new ReferrerFacts
                {
                    Subject = index.Subject?.Digest,
                    Self = index.Subject is null && index.ArtifactType is null ? null : Describe(descriptor, index.MediaType, index.ArtifactType, index.Annotations),
                    IsArtifact = index.ArtifactType is not null,
                    Children = [.. index.Manifests.Select(entry => (entry.Digest, entry.Size))],
                    Others = index.Manifests.RemoveAll(entry => !entry.IsReferrer && !IsArtifactType(entry.ArtifactType)),
                };
            case DocumentKind.Manifest:
                var manifest = ImageManifest.Parse(bytes, where);
                return manifest.Subject is null && !IsArtifactType(manifest.KindOfArtifact) ? Nothing : new ReferrerFacts
                {
                    Subject = manifest.Subject?.Digest,
                    Self = Describe(descriptor, manifest.MediaType, manifest.KindOfArtifact, manifest.Annotations),
                    IsArtifact = IsArtifactType(manifest.KindOfArtifact),
                };
            default:
                return Nothing;
        }
    }

    private static bool IsArtifactType(string? type) => type is not null && !ImageConfig.IsMediaType(type) && !ContentKinds.IsVague(type);

    private static Descriptor Describe(
        Descriptor descriptor, string mediaType, string? artifactType, ImmutableDictionary<string, string> annotations) =>
        new(mediaType.Length > 0 ? mediaType : descriptor.MediaType, descriptor.Digest, descriptor.Size)
        {
            ArtifactType = artifactType,
            Annotations = annotations,
        };
}
