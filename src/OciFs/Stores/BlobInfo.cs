using OciFs.References;

namespace OciFs.Stores;

/// <summary>A blob that a store has.</summary>
/// <param name="Digest">The digest that it is kept under.</param>
/// <param name="Size">Its length in bytes.</param>
public readonly record struct BlobInfo(Digest Digest, long Size);
