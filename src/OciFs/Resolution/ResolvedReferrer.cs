using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>An artifact about a manifest, read. What belongs to digests: it never changes.</summary>
public sealed record ResolvedReferrer
{
    /// <summary>Its manifest or index.</summary>
    public required Descriptor Descriptor { get; init; }

    /// <summary>By what it is known to be about the manifest.</summary>
    public required ReferrerOrigins Origins { get; init; }

    /// <summary>
    /// Kind of the artifact as a registry's referrers list has it (distribution-spec, "Listing Referrers"): the document's <c>artifactType</c>, else
    /// the media type of its config; by the entry that led to it where the document cannot be read; null where nothing tells.
    /// </summary>
    public string? ArtifactType { get; init; }

    /// <summary>Kinds of the in-toto statements that are its layers, each once; empty where it has none.</summary>
    public ImmutableArray<string> PredicateTypes { get; init; } = [];

    /// <summary>Annotations of the document; those of the entry that led to it where it cannot be read.</summary>
    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The document's verified bytes, sound or not; null where they cannot be had.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>The config; null of an index, and where there is none.</summary>
    public Descriptor? Config { get; init; }

    /// <summary>Its layers as files.</summary>
    public ImmutableArray<ResolvedFile> Files { get; init; } = [];

    /// <summary>What is wrong, a line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Reads a referrer. Never throws for what is wrong with it: that is told in its problems.</summary>
    public static ResolvedReferrer Read(DocumentReader reader, FoundReferrer found)
    {
        var descriptor = found.Descriptor;
        var unread = new ResolvedReferrer
        {
            Descriptor = descriptor,
            Origins = found.Origins,
            ArtifactType = descriptor.ArtifactType,
            Annotations = descriptor.Annotations,
        };
        try
        {
            unread = unread with { Bytes = reader.Read(descriptor) };
            var where = descriptor.Digest.ToString();
            if (DocumentShape.Of(unread.Bytes.Value.Span, where) is DocumentKind.Index)
            {
                var index = ImageIndex.Parse(unread.Bytes.Value, where, []);
                return unread with { ArtifactType = index.ArtifactType, Annotations = index.Annotations };
            }

            var manifest = ImageManifest.Parse(unread.Bytes.Value, where);
            return unread with
            {
                ArtifactType = manifest.KindOfArtifact,
                PredicateTypes = PredicatesOf(manifest),
                Annotations = manifest.Annotations,
                Config = manifest.Config,
                Files = ArtifactFiles.Of(manifest),
            };
        }
        catch (OciFsException error)
        {
            return unread with { Problems = [error.Message] };
        }
    }

    private static ImmutableArray<string> PredicatesOf(ImageManifest manifest) =>
        [.. manifest.Layers.Select(layer => layer.Annotations.GetValueOrDefault(AnnotationKeys.PredicateType)).OfType<string>().Distinct(StringComparer.Ordinal)];
}
