using OciFs.References;

namespace OciFs.Layers;

/// <summary>A first pass over a layer that has come to its end.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="StoredBytes">Bytes of it as it is stored.</param>
/// <param name="TarBytes">Bytes of the tar that it is.</param>
/// <param name="Duration">How long the pass took; the wait for its turn is not counted.</param>
public readonly record struct LayerPass(Digest Layer, long StoredBytes, long TarBytes, TimeSpan Duration);
