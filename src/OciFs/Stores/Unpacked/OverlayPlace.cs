namespace OciFs.Stores.Unpacked;

/// <summary>What one of several layers has at a path.</summary>
/// <param name="Layer">The layer: 0 is the uppermost.</param>
/// <param name="Path">The path in that layer's folder.</param>
/// <param name="Entry">What stands there.</param>
internal readonly record struct OverlayPlace(int Layer, byte[] Path, FolderEntry Entry);
