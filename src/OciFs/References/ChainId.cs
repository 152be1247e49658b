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

        var chain = layers[0].Digest;
        foreach (var layer in layers[1..])
        {
            chain = Digest.Compute(DigestAlgorithm.Sha256, Encoding.ASCII.GetBytes($"{chain} {layer}"));
        }

        return new ChainId(chain);
    }

    /// <summary>As the digest.</summary>
    public override string ToString() => Digest.ToString();
}
