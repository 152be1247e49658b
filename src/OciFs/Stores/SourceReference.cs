namespace OciFs.Stores;

/// <summary>A source as a user writes it, <c>[TRANSPORT:]LOCATION[:REFERENCE]</c>, in its parts.</summary>
/// <param name="Transport">The transport; null where none is written, and the place itself has to tell.</param>
/// <param name="Location">
/// Path of a file or folder; of a registry <c>HOST/REPOSITORY</c>; may be empty where the transport has a usual place.
/// </param>
/// <param name="Reference">The image that is selected; null for all.</param>
public sealed record SourceReference(Transport? Transport, string Location, string? Reference)
{
    private const string RegistryMark = "//";

    /// <summary>
    /// Takes a source apart. Paths may have colons: of all ways to end one at a colon the longest that exists is meant, and where none
    /// exists the path ends at the first colon, as for skopeo.
    /// </summary>
    /// <param name="source">The source. A path that begins like a transport is written with <c>./</c> before it.</param>
    /// <param name="exists">Whether there is a file or folder of a path.</param>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: an empty source.</exception>
    public static SourceReference Parse(string source, Func<string, bool> exists)
    {
        var colon = source.IndexOf(':', StringComparison.Ordinal);
        var transport = colon > 0 ? TransportNames.Find(source.AsSpan(0, colon)) : null;
        var rest = transport is null ? source : source[(colon + 1)..];
        var isRegistry = transport is Stores.Transport.Docker;
        var needsPath = transport is null or Stores.Transport.Oci or Stores.Transport.OciArchive or Stores.Transport.DockerArchive;
        if (rest.Length == 0 && (needsPath || isRegistry))
        {
            throw new OciFsException(OciFsError.Invalid, $"{source}: no location ([TRANSPORT:]LOCATION[:REFERENCE])");
        }

        if (isRegistry && rest.StartsWith(RegistryMark, StringComparison.Ordinal))
        {
            rest = rest[RegistryMark.Length..];
        }

        var cut = isRegistry ? EndOfRepository(rest) : needsPath ? EndOfPath(rest, exists) : EndOfRoot(rest, exists);
        if (cut <= 0 || rest[cut - 1] is ']')
        {
            return new SourceReference(transport, rest[..cut], rest[cut..].TrimStart(':') is { Length: > 0 } reference ? reference : null);
        }

        return new SourceReference(transport, rest[..cut], cut + 1 < rest.Length ? rest[(cut + 1)..] : null);
    }

    // Of a store that has a usual place: what is neither a path that exists nor written as one is an image of the store in that place.
    private static int EndOfRoot(string text, Func<string, bool> exists)
    {
        if (text.StartsWith(':'))
        {
            return 0;
        }

        if (text.StartsWith('['))
        {
            return text.IndexOf(']', StringComparison.Ordinal) + 1;
        }

        var end = EndOfPath(text, exists);
        return text.Length == 0 || text[0] is '/' or '.' || exists(text[..end]) ? end : 0;
    }

    private static int EndOfPath(string text, Func<string, bool> exists)
    {
        for (var end = text.Length; end > 0; end = text.LastIndexOf(':', end - 1))
        {
            if (exists(text[..end]))
            {
                return end;
            }
        }

        return text.IndexOf(':', StringComparison.Ordinal) is > 0 and var first ? first : text.Length;
    }

    // HOST:PORT/REPOSITORY:TAG or …@DIGEST: a colon of the host stands before a slash.
    private static int EndOfRepository(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var colon = text.LastIndexOf(':');
        return at >= 0 ? at : colon > text.LastIndexOf('/') ? colon : text.Length;
    }
}
