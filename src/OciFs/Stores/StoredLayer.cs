using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>A layer as its store has it, open: a tar, compressed or not. Whoever opened it disposes it, after the last read.</summary>
/// <param name="Bytes">The bytes; disposed with this.</param>
/// <param name="Key">
/// What an index of exactly these bytes is kept under: their digest where <paramref name="Proof"/> is <see cref="LayerProof.Bytes"/>, else
/// a digest of whatever tells that they are still the same.
/// </param>
/// <param name="Proof">What is compared before an index of them is used.</param>
public sealed record StoredLayer(IBlob Bytes, Digest Key, LayerProof Proof) : IDisposable
{
    /// <summary>What is not as its image had it, by the store's own loss, a line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>
    /// Tells this copy of the bytes from others of the same <see cref="Key"/>, for one that may turn out not to be whole: an index that was made of
    /// another is good for it only when it has been compared itself. Null where whoever has the bytes has them as they are.
    /// </summary>
    public Digest? Copy { get; init; }

    /// <summary>
    /// Called where the bytes cannot be had or have another digest than <see cref="Key"/>: opens the layer in another form that the store has
    /// kept whole, or throws an <see cref="OciFsException"/> that says what is wrong. Null where there is but one form.
    /// </summary>
    public Func<CancellationToken, StoredLayer>? Otherwise { get; init; }

    /// <summary>The layer where the store has its blob.</summary>
    /// <exception cref="OciFsException">As <see cref="IStore.OpenBlob"/>; or the blob has not the claimed length.</exception>
    public static StoredLayer OfBlob(IStore store, in LayerClaim claim)
    {
        var blob = store.OpenBlob(claim.Digest);
        if (claim.Size == blob.Length || claim.Size == Descriptor.UnknownSize)
        {
            return new StoredLayer(blob, claim.Digest, LayerProof.Bytes);
        }

        using (blob)
        {
            throw new OciFsException(
                OciFsError.Invalid,
                $"{claim.Digest}: the blob has {blob.Length} bytes, its descriptor says {claim.Size} (fetch the image again)");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Bytes.Dispose();
}
