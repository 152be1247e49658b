namespace OciFs.Views;

/// <summary>What an <see cref="ImageTree"/> has done so far. Not exact to the moment.</summary>
public sealed record TreeCounts
{
    /// <summary>Indexes of layers that the cache had.</summary>
    public required long IndexesFound { get; init; }

    /// <summary>Indexes of layers that took a first pass.</summary>
    public required long IndexesMade { get; init; }

    /// <summary>Passes over layers and blobs that run now.</summary>
    public required int PassesRunning { get; init; }

    /// <summary>Passes that wait for their turn.</summary>
    public required int PassesWaiting { get; init; }

    /// <summary>Bytes of layers that first passes read.</summary>
    public required long PassStoredBytes { get; init; }

    /// <summary>Bytes of tars that first passes decoded.</summary>
    public required long PassDecodedBytes { get; init; }

    /// <summary>Bytes of layers and blobs that were read for readers.</summary>
    public required long ReadStoredBytes { get; init; }

    /// <summary>Bytes that were decoded for readers.</summary>
    public required long ReadDecodedBytes { get; init; }

    /// <summary>How often bytes of a layer or blob were found not to be those that were verified.</summary>
    public required long Damages { get; init; }
}
