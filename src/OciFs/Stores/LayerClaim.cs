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

    /// <summary>The blob's bytes, where its descriptor brings them; null where it does not. They count where the store has the layer in no form.</summary>
    internal InlineContent? Inline { get; init; }

    /// <summary>What is said of a layer of which there is but the encrypted blob.</summary>
    internal string? EncryptedProblem => EncryptedType is { } type ? $"{Digest}: encrypted ({type}): it takes a key to read it" : null;

    /// <summary>The claim that a descriptor alone makes.</summary>
    internal static LayerClaim Of(Descriptor layer) => new(layer.Digest, layer.Size, null, null)
    {
        EncryptedType = layer.MediaType.EndsWith("+encrypted", StringComparison.Ordinal) ? layer.MediaType : null,
        Inline = layer.Data is { } data ? new InlineContent(data) : null,
    };

    /// <summary>As <see cref="IStore.FormOf"/>; a blob too where its descriptor brings it.</summary>
    internal LayerForm FormIn(IStore store) => store.FormOf(this) is not LayerForm.Missing and var form ? form : Inline is null ? LayerForm.Missing : LayerForm.Blob;

    /// <summary>As <see cref="IStore.OpenLayer"/>; what its descriptor brings where the store does not have it.</summary>
    /// <exception cref="OciFsException">As <see cref="IStore.OpenBlob"/>.</exception>
    internal StoredLayer OpenFrom(IStore store) =>
        Inline is { } content && store.FormOf(this) is LayerForm.Missing ? new StoredLayer(content, Digest, LayerProof.Bytes) : store.OpenLayer(this);
}
