using System.Text;

namespace OciFs.References;

/// <summary>Names the outcome of layers applied one upon the other (image-spec config.md, "Layer ChainID").</summary>
/// <param name="Digest">The digest.</param>
public readonly record struct ChainId(Digest Digest)
{
    /// <summary>
    /// The chain ID of layers from the base up: of one layer its diff ID; of more, the digest of <c>chain ID of those below, a space, diff
    /// ID</c>. It is sha256 in every tool, whatever the diff IDs are.
    /// </summary>
    /// <exception cref="ArgumentException">No layer: nothing has no chain ID.</exception>
    public static ChainId Of(ReadOnlySpan<DiffId> layers)
    {
        if (layers.IsEmpty)
        {
            throw new ArgumentException("a chain has at least one layer", nameof(layers));
        }

        return Each(layers)[^1];
    }

    /// <summary>The chain IDs of the base, of the base and the layer above it, and so on.</summary>
    public static ChainId[] Each(ReadOnlySpan<DiffId> layers)
    {
        var chains = new ChainId[layers.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            chains[i] = new ChainId(i == 0
                ? layers[0].Digest
                : Digest.Compute(DigestAlgorithm.Sha256, Encoding.ASCII.GetBytes($"{chains[i - 1]} {layers[i]}")));
        }

        return chains;
    }

    /// <summary>As the digest.</summary>
    public override string ToString() => Digest.ToString();
}
