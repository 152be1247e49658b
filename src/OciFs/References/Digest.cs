using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OciFs.References;

/// <summary>
/// What names content: an algorithm and the hash in lower-case hex (image-spec descriptor.md, "Digests"). Equal digests are equal bytes.
/// <c>default</c> is no digest: its <see cref="Hex"/> is empty and equals no parsed one.
/// </summary>
public readonly record struct Digest
{
    /// <summary>Characters of the longest digest there is.</summary>
    public const int MaxLength = 7 + 128;

    /// <summary>The digits that digests are written in.</summary>
    internal static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _hex;

    private Digest(DigestAlgorithm algorithm, string hex)
    {
        Algorithm = algorithm;
        _hex = hex;
    }

    /// <summary>The algorithm.</summary>
    public DigestAlgorithm Algorithm { get; }

    /// <summary>The algorithm's name as digests and blob folders write it.</summary>
    public string AlgorithmName => NameOf(Algorithm);

    /// <summary>The hash: lower-case hex digits, as many as the algorithm gives.</summary>
    public string Hex => _hex ?? string.Empty;

    /// <summary>The first 12 digits, by which tools show content.</summary>
    internal string Short => Hex[..Math.Min(Hex.Length, 12)];

    /// <summary>An algorithm's name as digests and blob folders write it.</summary>
    public static string NameOf(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Sha512 ? "sha512" : "sha256";

    /// <summary>Reads <c>algorithm:hex</c>.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: not a digest, or of another algorithm.</exception>
    public static Digest Parse(string text) => TryParse(text, out var digest)
        ? digest
        : throw new OciFsException(OciFsError.Invalid, $"{text}: not a digest (sha256: and 64, or sha512: and 128 lower-case hex digits)");

    /// <summary>Reads <c>algorithm:hex</c>, in UTF-8.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: not a digest, or of another algorithm.</exception>
    public static Digest Parse(ReadOnlySpan<byte> text) => Parse(Encoding.UTF8.GetString(text));

    /// <summary>Reads <c>algorithm:hex</c>, in UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Digest digest) => TryParse(Encoding.UTF8.GetString(text), out digest);

    /// <summary>Reads <c>algorithm:hex</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is not { Length: 7 + 64 or 7 + 128 } || text[6] != ':')
        {
            return false;
        }

        var hex = text.AsSpan(7);
        var algorithm = hex.Length == 64 ? DigestAlgorithm.Sha256 : DigestAlgorithm.Sha512;
        if (!text.StartsWith(NameOf(algorithm), StringComparison.Ordinal) || hex.ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        digest = new Digest(algorithm, text[7..]);
        return true;
    }

    /// <summary>The digest of bytes in memory.</summary>
    public static Digest Compute(DigestAlgorithm algorithm, ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var length = algorithm == DigestAlgorithm.Sha512 ? SHA512.HashData(bytes, hash) : SHA256.HashData(bytes, hash);
        return FromHash(algorithm, hash[..length]);
    }

    /// <summary>Computes a digest of bytes that come in pieces.</summary>
    public static DigestHasher CreateHasher(DigestAlgorithm algorithm) => new(algorithm);

    /// <summary><c>algorithm:hex</c>.</summary>
    public override string ToString() => $"{AlgorithmName}:{Hex}";

    internal static Digest FromHash(DigestAlgorithm algorithm, ReadOnlySpan<byte> hash) => new(algorithm, Convert.ToHexStringLower(hash));
}
