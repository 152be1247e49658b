using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>What a store calls by a name.</summary>
/// <param name="Name">The store's own name; its own within a listing.</param>
/// <param name="Target">What the name points at: index, manifest, or what claims to be one; of a store without manifests the config.</param>
public sealed record NamedImage(string Name, Descriptor Target)
{
    /// <summary>The hex digits that the store's own tools call the image by; null where they know it by its digests only.</summary>
    public string? Id { get; init; }

    /// <summary>Digests of manifests that the store was given for the image and does not keep.</summary>
    public ImmutableArray<Digest> ManifestDigests { get; init; } = [];

    /// <summary>
    /// Names of the form <c>repository@digest</c> that the store has noted for the image beside those that it lists; empty where it notes none, and a
    /// digest is that of any repository of the image.
    /// </summary>
    public ImmutableArray<string> RepoDigests { get; init; } = [];

    /// <summary>What the image was built on, by the store's own record; null where it has none.</summary>
    public Digest? Parent { get; init; }

    /// <summary>Its place in the store's own list, where that is how it can be asked for (<c>@INDEX</c>); null elsewhere.</summary>
    public int? Index { get; init; }

    /// <summary>What else the store has noted; null where it notes nothing.</summary>
    public ImageRecord? Record { get; init; }

    /// <summary>Whether both say the same.</summary>
    public bool Equals(NamedImage? other) => other is not null
        && Name == other.Name && Target == other.Target && Id == other.Id && Parent == other.Parent && Index == other.Index && Record == other.Record
        && ManifestDigests.AsSpan().SequenceEqual(other.ManifestDigests.AsSpan())
        && RepoDigests.AsSpan().SequenceEqual(other.RepoDigests.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Target);
}
