using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>What manifest and config claim of a layer: all that a store may find it by.</summary>
/// <param name="Digest">Digest of the blob, by the manifest.</param>
/// <param name="Size">Its length in bytes, by the manifest; <see cref="Descriptor.UnknownSize"/> where that does not tell.</param>
/// <param name="DiffId">Digest of its tar, by the config; null where it does not tell.</param>
/// <param name="ChainId">The chain that ends with it, by the config; null where it does not tell.</param>
public readonly record struct LayerClaim(Digest Digest, long Size, DiffId? DiffId, ChainId? ChainId)
{
    /// <summary>The media type, where that says that the blob is encrypted (ocicrypt's <c>+encrypted</c>); null where it does not.</summary>
    public string? EncryptedType { get; init; }

    /// <summary>What is said of a layer of which there is but the encrypted blob.</summary>
    internal string? EncryptedProblem => EncryptedType is { } type ? $"{Digest}: encrypted ({type}): it takes a key to read it" : null;
}
