using System.Diagnostics.CodeAnalysis;

namespace OciFs.References;

/// <summary>What a user may call an image by (distribution/reference, <c>ParseAnyReference</c>): a name, or a digest alone.</summary>
/// <param name="Name">The name; null where it is a digest.</param>
/// <param name="Digest">The digest, also where its 64 hex digits alone are written; null where it is a name.</param>
public sealed record AnyReference(ImageReference? Name, Digest? Digest)
{
    /// <summary>Reads a reference.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: it is none; the message says what is wrong.</exception>
    public static AnyReference Parse(string text) => DigestOf(text) is { } digest ? new(null, digest) : new(ImageReference.Parse(text), null);

    /// <summary>Reads a reference.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AnyReference? reference)
    {
        reference = text is null ? null
            : DigestOf(text) is { } digest ? new(null, digest)
            : ImageReference.TryParse(text, out var name) ? new(name, null)
            : null;
        return reference is not null;
    }

    /// <summary>The complete text.</summary>
    public override string ToString() => Name?.ToString() ?? Digest!.Value.ToString();

    private static Digest? DigestOf(string text) =>
        References.Digest.TryParse(ImageReference.IsIdentifier(text) ? $"sha256:{text}" : text, out var digest) ? digest : null;
}
