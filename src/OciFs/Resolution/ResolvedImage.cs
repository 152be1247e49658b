using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>What a name points at, followed down to manifests and configs. What belongs to digests: it never changes.</summary>
public sealed record ResolvedImage
{
    /// <summary>What the name points at; where the manifest was made, that.</summary>
    public required Descriptor Target { get; init; }

    /// <summary>The verified bytes of that; null where they cannot be had.</summary>
    public ReadOnlyMemory<byte>? TargetBytes { get; init; }

    /// <summary>Whether the manifest was made, because the store keeps none.</summary>
    public bool IsManifestMade { get; init; }

    /// <summary>What it is.</summary>
    public ImageKind Kind { get; init; }

    /// <summary>The manifest, where the target is one and not an index; the files of an artifact are its layers.</summary>
    public ImageManifest? Manifest { get; init; }

    /// <summary>Kind of the artifact; null where nothing tells (<see cref="ImageManifest.KindOfArtifact"/>).</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Of an artifact its layers as files.</summary>
    public ImmutableArray<ResolvedFile> Files { get; init; } = [];

    /// <summary>The platforms, in the order of the index; none of an artifact.</summary>
    public ImmutableArray<ResolvedPlatform> Platforms { get; init; } = [];

    /// <summary>
    /// Documents of platforms that the store was not asked to fetch, and that so are not among <see cref="Platforms"/>: when one comes, its platform
    /// may be there.
    /// </summary>
    public ImmutableArray<Digest> Absent { get; init; } = [];

    /// <summary>One of <see cref="Platforms"/>: the one that is meant where none is named; null where there is none.</summary>
    public ResolvedPlatform? Default { get; init; }

    /// <summary>Whether <see cref="Default"/> is the platform that was wanted or one that it runs, not just what there is.</summary>
    public bool HasWantedPlatform { get; init; }

    /// <summary>Entries of the index that are about other entries: attestations and other artifacts.</summary>
    public ImmutableArray<Descriptor> Referrers { get; init; } = [];

    /// <summary>What is wrong with the image as a whole, a line each; each platform has its own.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>What is wrong with it and with its platforms, these by their folders' names.</summary>
    internal ImmutableArray<string> AllProblems =>
        [.. Problems, .. Platforms.SelectMany(platform => platform.Problems.Select(problem => $"{platform.FolderName}: {problem}"))];
}
