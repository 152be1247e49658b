using OciFs.Finding;
using OciFs.Layers;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>How to open a store, beside where it is.</summary>
public sealed record StoreOptions
{
    /// <summary>The namespace whose images are meant, for a store that has several; null for the usual one.</summary>
    public string? Namespace { get; init; }

    /// <summary>Where the index of an archive is kept; null makes it anew each time.</summary>
    public CacheFolder? Cache { get; init; }

    /// <summary>The platform whose config the ID of an image is, where a source selects an image by one; this machine's as a rule.</summary>
    public PlatformName Platform { get; init; } = PlatformName.Host;

    /// <summary>Told of the decoding of a compressed archive.</summary>
    public WorkMeter Meter { get; init; } = new();

    /// <summary>
    /// The caches, of which an archive that is itself compressed has a share; stay the caller's, and outlive the store. Null for caches of its own, which are as
    /// large as that share of <see cref="MemoryBudget.DefaultBytes"/>.
    /// </summary>
    public MemoryBudget? Memory { get; init; }

    /// <summary>How names without a registry are completed; null for what the store's own tools do.</summary>
    public ShortNames? ShortNames { get; init; }
}
