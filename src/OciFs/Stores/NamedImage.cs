using OciFs.Descriptors;

namespace OciFs.Stores;

/// <summary>What a store calls by a name.</summary>
/// <param name="Name">The store's own name; its own within a listing.</param>
/// <param name="Target">What the name points at: index, manifest, or what claims to be one.</param>
public sealed record NamedImage(string Name, Descriptor Target)
{
    /// <summary>What else the store has noted; null where it notes nothing.</summary>
    public ImageRecord? Record { get; init; }
}
