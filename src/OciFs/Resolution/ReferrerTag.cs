using OciFs.References;

namespace OciFs.Resolution;

/// <summary>
/// A tag made of a digest, <c>sha256-HEX</c>, alone for the list of a manifest's referrers (distribution-spec, "Referrers Tag Schema") or with
/// an ending for one of them (cosign).
/// </summary>
/// <param name="Subject">The tag of the manifest that it is about, as <see cref="Of"/> makes it.</param>
/// <param name="IsList">Whether the tag is that of the list.</param>
internal readonly record struct ReferrerTag(string Subject, bool IsList)
{
    private const int HexDigits = 64;
    private static readonly string[] CosignEndings = [".sig", ".att", ".sbom"];

    /// <summary>The tag that lists the referrers of a digest, of whose hex digits the schema keeps 64.</summary>
    public static string Of(Digest digest) => $"{digest.AlgorithmName}-{digest.Hex.AsSpan(0, HexDigits)}";

    /// <summary>Reads a store's name, a full one or a tag alone; null where its tag is none of these.</summary>
    public static ReferrerTag? Read(string name)
    {
        var tag = name[(name.LastIndexOf(':') + 1)..];
        var ending = Array.Find(CosignEndings, ending => tag.EndsWith(ending, StringComparison.Ordinal)) ?? string.Empty;
        var written = tag[..^ending.Length].Split('-');
        if (written is not [var algorithm, var hex])
        {
            return null;
        }

        // The list's tag of a longer digest is cut; cosign's is whole.
        return Digest.TryParse($"{algorithm}:{hex}", out var digest) ? new ReferrerTag(Of(digest), ending.Length == 0)
            : algorithm == Digest.NameOf(DigestAlgorithm.Sha512) && Digest.TryParse($"{algorithm}:{hex}{hex}", out _) ? new ReferrerTag($"{algorithm}-{hex}", ending.Length == 0)
            : null;
    }
}
