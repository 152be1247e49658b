namespace OciFs.References;

/// <summary>
/// The forms of an image's name, by the rules of Docker's reference grammar (distribution/reference, <c>normalize.go</c>).
/// </summary>
public static class ImageName
{
    private const string DefaultHost = "docker.io";
    private const string DefaultTag = "latest";

    /// <summary>
    /// The fully qualified form: <c>alpine</c> is <c>docker.io/library/alpine:latest</c>. A name is not checked: what is no reference comes
    /// back with a host and a tag that nothing else has.
    /// </summary>
    public static string Qualify(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var host = slash > 0 && IsHost(name[..slash]) ? name[..slash] : null;
        var path = host is null ? name : name[(slash + 1)..];
        host = host is null or "index.docker.io" ? DefaultHost : host;
        if (host == DefaultHost && !path.Contains('/', StringComparison.Ordinal))
        {
            path = $"library/{path}";
        }

        var hasTag = path.Contains('@', StringComparison.Ordinal) || path.LastIndexOf(':') > path.LastIndexOf('/');
        return hasTag ? $"{host}/{path}" : $"{host}/{path}:{DefaultTag}";
    }

    // The first part is a host where it could not be a Docker Hub user: it has a dot, a port or an upper-case letter, or is localhost.
    private static bool IsHost(string part) =>
        part == "localhost" || part.AsSpan().ContainsAny('.', ':') || part.Any(char.IsAsciiLetterUpper);
}
