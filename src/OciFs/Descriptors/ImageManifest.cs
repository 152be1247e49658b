using System.Collections.Immutable;
using OciFs.Descriptors.Json;

namespace OciFs.Descriptors;

/// <summary>
/// One image or artifact: OCI image manifest (image-spec manifest.md), Docker's schema 2, or the artifact manifest of the 1.1 release
/// candidates, whose <c>blobs</c> are the layers; or Docker's schema 1.
/// </summary>
public sealed record ImageManifest
{
    /// <summary>Stands for a manifest that could not be had: no bytes, no config, no layers.</summary>
    public static ImageManifest Missing { get; } = new() { Raw = default, MediaType = string.Empty, Layers = [] };

    /// <summary>The document as it is stored.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>What it says it is; empty where it says nothing.</summary>
    public required string MediaType { get; init; }

    /// <summary>The config; null only in an artifact manifest, and in one of schema 1.</summary>
    public Descriptor? Config { get; init; }

    /// <summary>The layers, base first; of an artifact its files.</summary>
    public required ImmutableArray<Descriptor> Layers { get; init; }

    /// <summary>
    /// Of a manifest of schema 1, which has no config, what its history tells of one; its <see cref="ImageConfig.Raw"/> is the newest step. Null of any other.
    /// </summary>
    public ImageConfig? MadeConfig { get; init; }

    /// <summary>What it leads to: the config, where there is one, then the layers.</summary>
    public ImmutableArray<Descriptor> Children => Config is null ? Layers : [Config, .. Layers];

    /// <summary>What the manifest is about; null for nothing else.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Kind of the artifact that the manifest is; null for none.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>
    /// Kind of the artifact as a list of referrers has it: <see cref="ArtifactType"/>, else the media type of the config (distribution-spec,
    /// "Listing Referrers"); null where nothing tells.
    /// </summary>
    public string? KindOfArtifact => ArtifactType ?? DescriptorReader.Told(Config?.MediaType);

    /// <summary>Annotations of the manifest itself.</summary>
    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What is wrong with fields that it can do without, a line each.</summary>
    internal ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Reads a manifest.</summary>
    /// <param name="raw">The document; kept, not copied.</param>
    /// <param name="where">What errors call it.</param>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.Invalid"/>: not a sound manifest; <see cref="OciFsError.LimitExceeded"/>: too many layers.
    /// </exception>
    public static ImageManifest Parse(ReadOnlyMemory<byte> raw, string where)
    {
        var json = DocumentJson.Read(raw, DocumentJson.Default.ManifestJson, where);
        if (json is { FsLayers: not null, Config: null, Layers: null, Blobs: null })
        {
            return SchemaOne.Read(json, raw, where);
        }

        var isArtifact = json.Blobs is not null && json.Config is null;
        if (json.Config is null && !isArtifact)
        {
            throw new OciFsException(OciFsError.Invalid, $"{where}: not a sound manifest: it has no config");
        }

        var layers = isArtifact ? json.Blobs : json.Layers;
        if (layers?.Length > Limits.LayersPerImage)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"{where}: {layers.Length} layers (at most {Limits.LayersPerImage})");
        }

        var problems = new List<string>();
        return new ImageManifest
        {
            Raw = raw,
            MediaType = json.MediaType ?? string.Empty,
            Config = DescriptorReader.ReadOptional(json.Config, $"{where}: config"),
            Layers = DescriptorReader.ReadAll(layers, $"{where}: {(isArtifact ? "blobs" : "layers")}", null),
            Subject = DescriptorReader.ReadSubject(json.Subject, $"{where}: subject", problems),
            ArtifactType = DescriptorReader.Told(json.ArtifactType),
            Annotations = DescriptorReader.ReadAnnotations(json.Annotations),
            Problems = [.. problems],
        };
    }
}
