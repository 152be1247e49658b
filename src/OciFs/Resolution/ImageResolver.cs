using OciFs.References;
using OciFs.Stores;

namespace OciFs.Resolution;

/// <summary>Follows a name of a store to its platforms, each with manifest, config and layers. Any thread.</summary>
/// <param name="store">Where everything is read; stays the caller's.</param>
/// <param name="defaultPlatform">The platform that is meant where none is named, where an image has it.</param>
public sealed class ImageResolver(IStore store, PlatformName defaultPlatform)
{
    /// <summary>Reads the documents; knows the manifests that were made.</summary>
    internal DocumentReader Documents { get; } = new(store);

    /// <inheritdoc cref="Limits.DocumentBytesPerWalk"/>
    internal long DocumentBytesPerWalk { get; init; } = Limits.DocumentBytesPerWalk;

    /// <summary>Resolves an image. Never throws for what is wrong with it: that is told in its problems, and the rest is there.</summary>
    public ResolvedImage Resolve(NamedImage image) => Resolve(image, CancellationToken.None);

    /// <inheritdoc cref="Resolve(NamedImage)"/>
    /// <exception cref="OperationCanceledException">It was ended, before its next document.</exception>
    internal ResolvedImage Resolve(NamedImage image, CancellationToken end)
    {
        var walk = new ImageWalk(new WalkDocuments(Documents, DocumentBytesPerWalk, end));
        walk.Follow(image.Target);
        var platforms = PlatformFolders.Name(walk.Platforms);
        return new ResolvedImage
        {
            Target = walk.Target ?? image.Target,
            TargetBytes = walk.TargetBytes,
            IsManifestMade = walk.IsManifestMade,
            Kind = walk.Kind,
            Manifest = walk.TargetManifest,
            ArtifactType = walk.ArtifactType,
            Files = walk is { Kind: ImageKind.Artifact, TargetManifest: { } manifest } ? ArtifactFiles.Of(manifest) : [],
            Platforms = platforms,
            Absent = [.. walk.Absent],
            Default = PlatformChoice.Choose(platforms, defaultPlatform),
            HasWantedPlatform = PlatformChoice.Best(platforms, defaultPlatform) is not null,
            Referrers = [.. walk.Referrers],
            Problems = [.. walk.Problems],
        };
    }
}
