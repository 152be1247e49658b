using System.Collections.Immutable;
using OciFs.Descriptors.Json;

namespace OciFs.Descriptors;

/// <summary>A list of manifests and indexes: OCI image index (image-spec image-index.md) or Docker's manifest list.</summary>
public sealed record ImageIndex
{
    /// <summary>The document as it is stored.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>What it says it is; empty where it says nothing.</summary>
    public required string MediaType { get; init; }

    /// <summary>The entries, in their order.</summary>
    public required ImmutableArray<Descriptor> Manifests { get; init; }

    /// <summary>Kind of the artifact that the index is; null for none.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>What the index is about; null for nothing else.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Annotations of the index itself.</summary>
    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Reads an index.</summary>
    /// <param name="raw">The document; kept, not copied.</param>
    /// <param name="where">What errors call it.</param>
    /// <param name="problems">
    /// Where given, an entry that is not sound is told there and left out, so that it does not spoil its neighbours.
    /// </param>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: not a sound index.</exception>
    public static ImageIndex Parse(ReadOnlyMemory<byte> raw, string where, ICollection<string>? problems = null)
    {
        var json = DocumentJson.Read(raw, DocumentJson.Default.IndexJson, where);
        return new ImageIndex
        {
            Raw = raw,
            MediaType = json.MediaType ?? string.Empty,
            Manifests = DescriptorReader.ReadAll(json.Manifests, $"{where}: manifests", problems),
            ArtifactType = DescriptorReader.Told(json.ArtifactType),
            Subject = DescriptorReader.ReadSubject(json.Subject, $"{where}: subject", problems),
            Annotations = DescriptorReader.ReadAnnotations(json.Annotations),
        };
    }
}
