using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.Resolution;

namespace OciFs.Images;

/// <summary>An artifact about a manifest: a signature, an SBOM, an attestation. As it was when it was asked for: it does not follow the store.</summary>
public sealed class Referrer
{
    private readonly ImageStore _store;
    private readonly ResolvedReferrer _resolved;

    internal Referrer(ImageStore store, ResolvedReferrer resolved)
    {
        _store = store;
        _resolved = resolved;
        Files = [.. resolved.Files.Select(file => new ArtifactFile(store, file))];
    }

    /// <summary>Its manifest or index.</summary>
    public Descriptor Descriptor => _resolved.Descriptor;

    /// <inheritdoc cref="ResolvedReferrer.ArtifactType"/>
    public string? ArtifactType => _resolved.ArtifactType;

    /// <inheritdoc cref="ResolvedReferrer.PredicateTypes"/>
    public ImmutableArray<string> PredicateTypes => _resolved.PredicateTypes;

    /// <inheritdoc cref="ResolvedReferrer.Annotations"/>
    public ImmutableDictionary<string, string> Annotations => _resolved.Annotations;

    /// <summary>By what it is known to be about the manifest.</summary>
    public ReferrerOrigins Origins => _resolved.Origins;

    /// <summary>The verified bytes of <see cref="Descriptor"/>; null where they cannot be had.</summary>
    public ReadOnlyMemory<byte>? Bytes => _resolved.Bytes;

    /// <summary>Its layers as files, in their order; none of an index.</summary>
    public ImmutableArray<ArtifactFile> Files { get; }

    /// <summary>The artifacts about this one, such as the signature of an SBOM.</summary>
    public ImmutableArray<Referrer> Referrers => _store.ReferrersOf(Descriptor.Digest);

    /// <summary>What is wrong with it, a line each.</summary>
    public ImmutableArray<string> Problems => _resolved.Problems;

    /// <summary>Its digest.</summary>
    public override string ToString() => Descriptor.Digest.ToString();
}
