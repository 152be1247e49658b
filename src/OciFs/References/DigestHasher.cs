using System.Security.Cryptography;

namespace OciFs.References;

/// <summary>Computes the digest of bytes that come in pieces. One thread; the caller disposes it.</summary>
public sealed class DigestHasher : IDisposable
{
    private readonly DigestAlgorithm _algorithm;
    private readonly IncrementalHash _hash;

    internal DigestHasher(DigestAlgorithm algorithm)
    {
        _algorithm = algorithm;
        _hash = IncrementalHash.CreateHash(algorithm == DigestAlgorithm.Sha512 ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256);
    }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>The digest of all that was appended; the hasher then begins anew.</summary>
    public Digest Finish()
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        return Digest.FromHash(_algorithm, hash[.._hash.GetHashAndReset(hash)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
