using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores.ContainersStorage;

/// <summary>An image by its record.</summary>
/// <param name="Id">Its ID: a plain name; of most images the hex digits of the config's digest.</param>
/// <param name="Names">Its names, each with what it means; none where it has none.</param>
/// <param name="Manifest">What it is without a name.</param>
/// <param name="Layer">ID of the topmost layer; null where it has none, as a list of manifests.</param>
internal sealed record StoredImage(string Id, ImmutableArray<(string Name, Descriptor Target)> Names, Descriptor Manifest, string? Layer)
{
    /// <summary>The digests of all manifests that it was given under.</summary>
    public ImmutableArray<Digest> Manifests { get; init; } = [];

    /// <summary>What the tree shows of it.</summary>
    public IEnumerable<NamedImage> Named => Names.IsEmpty
        ? [new NamedImage(string.Empty, Manifest) { Id = Id, ManifestDigests = Manifests }]
        : Names.Select(name => new NamedImage(name.Name, name.Target) { Id = Id, ManifestDigests = Manifests });
}
