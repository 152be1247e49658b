using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Proving;

/// <summary>What was found of a layer, whatever its configs claim of its tar.</summary>
/// <param name="State">What its bytes were found to be.</param>
/// <param name="Problems">What is wrong with it, a line each.</param>
/// <param name="Tar">Digest of its tar; null where it was not computed.</param>
internal sealed record LayerVerdict(ProofState State, ImmutableArray<string> Problems, Digest? Tar)
{
    /// <summary>What is wrong with a layer whose tar has not the diffID that a config claims; null for nothing, and where it was not computed.</summary>
    public string? ProblemWith(Digest layer, DiffId? claimed) =>
        claimed is { } diffId && Tar is { } actual && actual != diffId.Digest ? DiffIdMismatch(layer, new DiffId(actual), diffId) : null;

    /// <summary>What is said of such a layer.</summary>
    public static string DiffIdMismatch(Digest layer, DiffId actual, DiffId claimed) =>
        $"{layer}: the tar of this layer is {actual}, the config says {claimed} (build or fetch the image again)";
}
