using System.Diagnostics.CodeAnalysis;

namespace OciFs.References;

/// <summary>
/// A name of an image by the grammar of distribution/reference (<c>reference.go</c>), made complete as its <c>normalize.go</c> does it: <c>alpine</c>
/// is <c>docker.io/library/alpine</c>. Stores may have names that are none; those mean what they say and nothing else.
/// </summary>
public sealed record ImageReference
{
    /// <summary>The domain of names that have none.</summary>
    public const string DefaultDomain = "docker.io";

    /// <summary>The tag that is meant where neither tag nor digest is written.</summary>
    public const string DefaultTag = "latest";

    private const string LegacyDomain = "index.docker.io";
    private const string OfficialPath = "library/";

    private ImageReference(string domain, string path, string? tag, Digest? digest)
    {
        Domain = domain;
        Path = path;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>
    /// The registry, with its port: <c>docker.io</c>, <c>[::1]:5000</c>. Empty where what stands before the first slash looks like one and is none
    /// (<c>a_b.c/d</c>): the grammar then takes it for a part of the path.
    /// </summary>
    public string Domain { get; }

    /// <summary>The path within the registry, <c>library/alpine</c>: lower-case, of at most <see cref="ReferenceGrammar.PathLength"/>.</summary>
    public string Path { get; }

    /// <summary>The tag; null where none is written.</summary>
    public string? Tag { get; }

    /// <summary>The digest; null where none is written.</summary>
    public Digest? Digest { get; }

    /// <summary>Domain and path.</summary>
    public string Repository => Domain.Length == 0 ? Path : $"{Domain}/{Path}";

    /// <summary>The repository in its shortest form: without <c>docker.io/</c>, and without <c>library/</c> where one part follows.</summary>
    public string FamiliarRepository => Domain != DefaultDomain
        ? Repository
        : Path.StartsWith(OfficialPath, StringComparison.Ordinal) && Path.IndexOf('/', OfficialPath.Length) < 0 ? Path[OfficialPath.Length..] : Path;

    /// <summary>The shortest text that means the same.</summary>
    public string Familiar => FamiliarRepository + Suffix;

    private string Suffix => $"{(Tag is null ? null : ":" + Tag)}{(Digest is null ? null : "@" + Digest)}";

    /// <summary>Reads a name.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: it is none; the message says what is wrong.</exception>
    public static ImageReference Parse(string text) => Read(text, out var reference) is { } problem
        ? throw new OciFsException(OciFsError.Invalid, $"{text}: not an image reference: {problem}")
        : reference!;

    /// <summary>Reads a name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        return text is not null && Read(text, out reference) is null;
    }

    /// <summary>Whether a text is an image ID and never a name: 64 lower-case hex digits.</summary>
    public static bool IsIdentifier(ReadOnlySpan<char> text) => text.Length == 64 && !text.ContainsAnyExcept(References.Digest.HexDigits);

    /// <summary>The same with the tag <c>latest</c>, where it has neither tag nor digest.</summary>
    public ImageReference WithDefaultTag() => Tag is null && Digest is null ? new(Domain, Path, DefaultTag, null) : this;

    /// <summary>The repository under a digest, without a tag.</summary>
    public ImageReference WithDigest(Digest digest) => new(Domain, Path, null, digest);

    /// <summary>The complete text.</summary>
    public override string ToString() => Repository + Suffix;

    // What is wrong with it; null for nothing.
    private static string? Read(string text, out ImageReference? reference)
    {
        reference = null;
        if (IsIdentifier(text))
        {
            return "64 hex digits are an image ID";
        }

        var (domain, remote) = Split(text);
        var at = remote.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? remote : remote[..at];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var tag = colon < 0 ? null : name[(colon + 1)..];
        var path = colon < 0 ? name : name[..colon];
        if (!ReferenceGrammar.IsDomain(domain))
        {
            (domain, path) = (string.Empty, $"{domain}/{path}");
        }

        Digest? digest = at >= 0 && References.Digest.TryParse(remote[(at + 1)..], out var parsed) ? parsed : null;
        var problem = text.Length == 0 ? "empty"
            : ReferenceGrammar.ProblemOfPath(path) is { } wrong ? wrong
            : tag is not null && !ReferenceGrammar.IsTag(tag) ? $"the tag {tag} (letters, digits and _.- up to 128, the first a letter, a digit or _)"
            : at >= 0 && digest is null ? "the digest (sha256: and 64, or sha512: and 128 lower-case hex digits)"
            : null;
        reference = problem is null ? new ImageReference(domain, path, tag, digest) : null;
        return problem;
    }

    // What stands before the first slash is a domain where it could not be a Docker Hub user.
    private static (string Domain, string Remote) Split(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? string.Empty : text[..slash];
        var isDomain = first == "localhost" || first.AsSpan().ContainsAny('.', ':') || first.Any(char.IsAsciiLetterUpper);
        var (domain, rest) = isDomain ? (first, text[(slash + 1)..]) : (DefaultDomain, text);
        domain = domain == LegacyDomain ? DefaultDomain : domain;
        return (domain, domain == DefaultDomain && !rest.Contains('/', StringComparison.Ordinal) ? OfficialPath + rest : rest);
    }
}
