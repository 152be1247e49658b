namespace OciFs.Stores;

/// <summary>What is different with some stores.</summary>
[Flags]
public enum StoreTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A layer may be files that are gone when its image is removed, and so have to be held while somebody reads them.</summary>
    UnpackedLayers = 1 << 0,

    /// <summary>The names are those of one of several namespaces (<see cref="StoreListing.Namespaces"/>).</summary>
    Namespaces = 1 << 1,

    /// <summary>Of an image for several platforms the store fetches those that are asked for: the others are not missing.</summary>
    SomePlatforms = 1 << 2,

    /// <summary>The tools of the store complete names without a registry by <c>registries.conf</c>, and not with Docker Hub alone.</summary>
    ShortNames = 1 << 3,
}
