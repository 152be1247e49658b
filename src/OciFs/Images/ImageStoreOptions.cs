using OciFs.Finding;
using OciFs.Layers;
using OciFs.References;

namespace OciFs.Images;

/// <summary>How an <see cref="ImageStore"/> is opened, beside where it is.</summary>
public sealed record ImageStoreOptions
{
    /// <summary>The platform that is meant where none is named, where an image has it, or one that it runs; this machine's as a rule.</summary>
    public PlatformName Platform { get; init; } = PlatformName.Host;

    /// <summary>The namespace whose images are meant, for a store that has several; null for the usual one.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// How names without a registry are completed; null for what the store's own tools do: those of Podman's store by <c>registries.conf</c>, all others
    /// with Docker Hub.
    /// </summary>
    public ShortNames? ShortNames { get; init; }

    /// <summary>Where the indexes of layers are kept; null keeps them in memory, and makes them anew each time.</summary>
    public CacheFolder? Cache { get; init; } = CacheFolder.Default();

    /// <summary>
    /// Bytes of memory that all caches take together, <see cref="Limits.LeastMemoryBytes"/> at least: decoded blocks, decoders, merged directories, what a search
    /// keeps. The store's names, documents of images that are in use, and first passes under way are beside it.
    /// </summary>
    public long MemoryBytes { get; init; } = MemoryBudget.DefaultBytes;

    /// <summary>Told of what takes long: first passes over layers, the decoding of a compressed archive, blobs that are verified before they are given.</summary>
    public WorkMeter Meter { get; init; } = new();

    /// <summary>
    /// Whether layers that were looked into are compared with their diffIDs afterwards, by a thread of low priority, and told in <c>error</c> of their image. Of
    /// use to programs that stay.
    /// </summary>
    public bool ComparesDiffIds { get; init; } = true;

    /// <summary>Told in a line what does not stop anything, such as that the cache cannot be written; by any thread.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
