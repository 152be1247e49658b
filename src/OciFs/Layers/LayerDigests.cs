using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>The digests that a first pass computes of a layer, and their comparison with what they are to be.</summary>
internal sealed class LayerDigests : IDisposable
{
    private readonly StoredLayer _stored;
    private readonly LayerClaim _claim;

    public LayerDigests(StoredLayer stored, in LayerClaim claim)
    {
        _stored = stored;
        _claim = claim;
        OfBytes = stored.Proof == LayerProof.Bytes ? Digest.CreateHasher(stored.Key.Algorithm) : null;
        OfTar = stored.Proof == LayerProof.Tar ? Digest.CreateHasher(claim.DiffId!.Value.Digest.Algorithm) : null;
    }

    /// <summary>Takes the bytes as they are stored; null where they prove nothing.</summary>
    public DigestHasher? OfBytes { get; }

    /// <summary>Takes the tar; null where it proves nothing.</summary>
    public DigestHasher? OfTar { get; }

    /// <summary>What errors call the layer.</summary>
    public Digest Named => _claim.Digest;

    /// <summary>Compares all.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.DigestMismatch"/>.</exception>
    public void Check()
    {
        CheckBytes();
        if (OfTar?.Finish() is { } actual && actual != _claim.DiffId!.Value.Digest)
        {
            throw Mismatch($"the tar of this layer is {actual}, the config says {_claim.DiffId}");
        }
    }

    /// <summary>Compares what is known when the bytes are all read but could not be decompressed.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.DigestMismatch"/>.</exception>
    public void CheckBytes()
    {
        if (OfBytes?.Finish() is { } actual && actual != _stored.Key)
        {
            throw Mismatch($"the blob's bytes have the digest {actual}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        OfBytes?.Dispose();
        OfTar?.Dispose();
    }

    private OciFsException Mismatch(string what) => new(OciFsError.DigestMismatch, $"{_claim.Digest}: {what} (fetch the image again)");
}
