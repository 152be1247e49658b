namespace OciFs.Stores;

/// <summary>What a store knows by the files that it has read at one moment. Immutable.</summary>
internal abstract record StoreState
{
    /// <summary>The names.</summary>
    public required StoreListing Listing { get; init; }
}
