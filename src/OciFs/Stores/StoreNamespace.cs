namespace OciFs.Stores;

/// <summary>A namespace of a store that has several: its names are its own, blobs are common to all.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Listing">Its images; the same instance as long as they do not change.</param>
public sealed record StoreNamespace(string Name, StoreListing Listing);
