using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>From a manifest to a platform: reads the config and brings layers, diff IDs and history together.</summary>
internal sealed class PlatformReader(WalkDocuments documents)
{
    // By their manifests: what does not depend on the entry is one for all entries of a manifest.
    private readonly Dictionary<WalkDocuments.Key, ResolvedPlatform?> _assembled = [];
    private readonly Dictionary<WalkDocuments.Key, ReadConfig> _configs = [];

    /// <summary>The platform of a manifest, its folder not named yet; null where the manifest is of an artifact.</summary>
    public ResolvedPlatform? Read(Descriptor descriptor, ImageManifest manifest)
    {
        var key = WalkDocuments.Key.Of(descriptor);
        if (!_assembled.TryGetValue(key, out var platform))
        {
            _assembled[key] = platform = Assemble(descriptor, manifest);
        }

        return platform is null ? null : platform with { Descriptor = descriptor, Platform = PlatformOf(descriptor, platform.Config) };
    }

    private ResolvedPlatform? Assemble(Descriptor descriptor, ImageManifest manifest)
    {
        if (manifest.MadeConfig is { } made)
        {
            return Assemble(descriptor, manifest, null, made, []);
        }

        if (manifest.Config is not { } configDescriptor || !(ImageConfig.IsMediaType(configDescriptor.MediaType) || IsVague(manifest))
            || (!manifest.Layers.IsEmpty && manifest.Layers.All(layer => ContentKinds.IsNoTar(layer.MediaType))))
        {
            return null;
        }

        var (bytes, config, problems) = Config(configDescriptor);
        if (IsOfArtifact(configDescriptor, bytes) || (config is not null && IsOfAttestation(config)))
        {
            return null;
        }

        return Assemble(descriptor, manifest, bytes, config, problems);
    }

    /// <summary>What is left of a platform whose manifest is not to be had, or not sound.</summary>
    public static ResolvedPlatform Unreadable(Descriptor descriptor, ReadOnlyMemory<byte>? bytes, string problem) => new()
    {
        FolderName = string.Empty,
        Platform = PlatformOf(descriptor, null),
        Descriptor = descriptor,
        ManifestBytes = bytes,
        Manifest = ImageManifest.Missing,
        Problems = [$"manifest: {problem}"],
    };

    private static ResolvedPlatform Assemble(
        Descriptor descriptor, ImageManifest manifest, ReadOnlyMemory<byte>? bytes, ImageConfig? config, IEnumerable<string> problems)
    {
        var steps = ResolvedStep.Each(config?.History ?? [], manifest.Layers.Length);
        var (layers, mismatch) = LayersOf(manifest, config, steps);
        return new ResolvedPlatform
        {
            FolderName = string.Empty,
            Platform = PlatformOf(descriptor, config),
            Descriptor = descriptor,
            ManifestBytes = manifest.Raw,
            Manifest = manifest,
            ConfigBytes = bytes,
            Config = config,
            Layers = layers,
            Steps = steps,
            Problems = [.. manifest.Problems.Select(problem => $"manifest: {problem}"), .. problems, .. mismatch],
        };
    }

    private ReadConfig Config(Descriptor descriptor)
    {
        var key = WalkDocuments.Key.Of(descriptor);
        return _configs.TryGetValue(key, out var known) ? known : _configs[key] = Read(descriptor);
    }

    private ReadConfig Read(Descriptor descriptor)
    {
        ReadOnlyMemory<byte>? bytes = null;
        try
        {
            bytes = documents.Read(descriptor);
            var config = ImageConfig.Parse(bytes.Value, descriptor.Digest.ToString());
            return new ReadConfig(bytes, config, [.. config.Problems.Select(problem => $"config: {problem}")]);
        }
        catch (OciFsException error)
        {
            return new ReadConfig(bytes, null, [$"config: {error.Message}"]);
        }
    }

    // Docker 1.10 and some builders push configs as any bytes or any JSON.
    private static bool IsVague(ImageManifest manifest) =>
        manifest is { ArtifactType: null, Config: { } config } && ContentKinds.IsVague(config.MediaType);

    private static bool IsOfArtifact(Descriptor config, ReadOnlyMemory<byte>? bytes) =>
        !ImageConfig.IsMediaType(config.MediaType) && bytes is { } read && DocumentShape.TryTell(read.Span) is not DocumentKind.Config;

    // BuildKit writes both words into the config too, for indexes whose entries name no platform.
    private static bool IsOfAttestation(ImageConfig config) => config is { Os: "unknown", Architecture: "unknown" };

    // The entry's word counts, as for every tool; the config's where the entry says nothing, or only half.
    private static PlatformName PlatformOf(Descriptor descriptor, ImageConfig? config) =>
        descriptor.Platform is { IsComplete: true } || (descriptor.Platform is not null && config is null)
            ? descriptor.Platform
            : PlatformName.Normalize(config?.Os, config?.Architecture, config?.Variant, config?.OsVersion, config?.OsFeatures);

    private static (ImmutableArray<ResolvedLayer> Layers, ImmutableArray<string> Problems) LayersOf(
        ImageManifest manifest, ImageConfig? config, ImmutableArray<ResolvedStep> steps)
    {
        var count = manifest.Layers.Length;
        var diffIds = config?.DiffIds ?? [];
        ImmutableArray<string> problems = manifest.Config is { } document && config is not null && diffIds.Length != count
            ? [$"config: {document.Digest}: {diffIds.Length} diff IDs for {count} layers"]
            : [];

        // Where the numbers differ, which belongs to which is a guess: better none than a wrong one.
        var known = diffIds.Length == count;
        var chains = known ? ChainId.Each(diffIds.AsSpan()) : [];
        ImmutableArray<ResolvedStep> made = [.. steps.Where(step => step.Layer is not null)];
        return (
        [
            .. manifest.Layers.Select((layer, i) => new ResolvedLayer(
                i, layer, known ? diffIds[i] : null, known ? chains[i] : null, made.IsEmpty ? null : made[i].History.CreatedBy)),
        ],
        problems);
    }

    /// <summary>A config, read and parsed once for all manifests that have it.</summary>
    private sealed record ReadConfig(ReadOnlyMemory<byte>? Bytes, ImageConfig? Config, ImmutableArray<string> Problems);
}
