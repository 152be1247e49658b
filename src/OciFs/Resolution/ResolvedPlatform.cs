using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>One platform of an image: what could be read of it, and what is wrong with the rest.</summary>
public sealed record ResolvedPlatform
{
    /// <summary>Name of its folder, its own within the image (design §1).</summary>
    public required string FolderName { get; init; }

    /// <summary>The platform; <see cref="PlatformName.Unknown"/> where nothing that could be read tells.</summary>
    public required PlatformName Platform { get; init; }

    /// <summary>The manifest's descriptor.</summary>
    public required Descriptor Descriptor { get; init; }

    /// <summary>The manifest's verified bytes, sound or not; null where they cannot be had.</summary>
    public ReadOnlyMemory<byte>? ManifestBytes { get; init; }

    /// <summary>The manifest; <see cref="ImageManifest.Missing"/> where it could not be read.</summary>
    public required ImageManifest Manifest { get; init; }

    /// <summary>The config's verified bytes, sound or not; null where they cannot be had.</summary>
    public ReadOnlyMemory<byte>? ConfigBytes { get; init; }

    /// <summary>The config; null where it could not be read.</summary>
    public ImageConfig? Config { get; init; }

    /// <summary>The layers, base first.</summary>
    public ImmutableArray<ResolvedLayer> Layers { get; init; } = [];

    /// <summary>Bytes of manifest, config and layers as their descriptors claim, each digest once, whether the store has them or not.</summary>
    public long StoredSize => ContentSize.SumOnce(Manifest.Children.Prepend(Descriptor));

    /// <summary>How it came about, by the config's history, oldest step first.</summary>
    public ImmutableArray<ResolvedStep> Steps { get; init; } = [];

    /// <summary>What is wrong, a line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>As <see cref="StoredSize"/>, less the layers of some diffIDs.</summary>
    internal long StoredSizeBeyond(IReadOnlySet<DiffId> known)
    {
        var left = Layers.Where(layer => layer.DiffId is not { } diffId || !known.Contains(diffId)).Select(layer => layer.Descriptor);
        return ContentSize.SumOnce(Manifest.Config is { } config ? [Descriptor, config, .. left] : [Descriptor, .. left]);
    }
}
