using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>What came of making the index of a layer ahead.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="WasThere">Whether the cache had the index already.</param>
/// <param name="TarSize">Bytes of the layer decompressed.</param>
/// <param name="IndexSize">Bytes of the index.</param>
/// <param name="Failure">Why there is no index; null where there is one.</param>
public sealed record IndexedLayer(LayerClaim Layer, bool WasThere, long TarSize, long IndexSize, string? Failure);
