using OciFs.Layers;

namespace OciFs.Stores;

/// <summary>How to open a store, beside where it is.</summary>
public sealed record StoreOptions
{
    /// <summary>The namespace whose images are meant, for a store that has several; null for the usual one.</summary>
    public string? Namespace { get; init; }

    /// <summary>Where the index of an archive is kept; null makes it anew each time.</summary>
    public CacheFolder? Cache { get; init; }
}
