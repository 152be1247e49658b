using OciFs.References;

namespace OciFs.Stores.ContainersStorage;

/// <summary>A layer by its record.</summary>
/// <param name="Id">Its ID: a plain name.</param>
/// <param name="Parent">ID of the layer below it; null for a base.</param>
/// <param name="IsIncomplete">Whether its files are still being unpacked.</param>
internal sealed record StoredLayerRecord(string Id, string? Parent, bool IsIncomplete)
{
    /// <summary>Digest of its tar, where the tool has hashed it.</summary>
    public DiffId? DiffId { get; init; }
}
