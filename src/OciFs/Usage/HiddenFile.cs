using OciFs.Images;
using OciFs.Provenance;

namespace OciFs.Usage;

/// <summary>A file of a layer that upper layers hide.</summary>
/// <param name="Path">Its path, by the first of its names.</param>
/// <param name="Bytes">Bytes of its content.</param>
/// <param name="Layer">The layer that brought it.</param>
/// <param name="HiddenBy">The first layer above that hides that path.</param>
/// <param name="How">How.</param>
public sealed record HiddenFile(ReadOnlyMemory<byte> Path, long Bytes, ImageLayer Layer, ImageLayer HiddenBy, Hiding How);
