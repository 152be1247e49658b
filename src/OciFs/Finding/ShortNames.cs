using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Finding;

/// <summary>
/// How Podman, Buildah and CRI-O complete names that have no registry (containers/image, <c>pkg/shortnames</c>; containers-registries.conf(5)).
/// </summary>
/// <param name="Registries">The registries that are searched, in this order (<c>unqualified-search-registries</c>).</param>
/// <param name="Aliases">Short names that mean a repository: without tag or digest on either side.</param>
public sealed record ShortNames(ImmutableArray<string> Registries, ImmutableDictionary<string, string> Aliases)
{
    private const string Local = "localhost";

    /// <summary>No registry and no alias: what was built here, and Docker Hub.</summary>
    public static ShortNames None { get; } = new([], ImmutableDictionary<string, string>.Empty);

    /// <summary>
    /// Whether a name has no registry: what stands before its first slash has neither dot nor port and is not <c>localhost</c>. Unlike for Docker,
    /// <c>Foo/bar</c> is one.
    /// </summary>
    public static bool IsShort(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? string.Empty : name[..slash];
        return first != Local && !(first.AsSpan().ContainsAny('.', ':') && ReferenceGrammar.IsDomain(first));
    }

    /// <summary>The complete names that a name may stand for, the likeliest first; itself, completed, where it has a registry; none of what is no name.</summary>
    /// <remarks>
    /// Local look-up as Podman does it (<c>ResolveLocally</c>, then libimage's <c>LookupImage</c>): the alias, <c>localhost/</c>, each registry, Docker
    /// Hub. CRI-O, which asks what to pull, knows neither <c>localhost/</c> nor Docker Hub unless they are among its registries, and with an alias nothing
    /// else; what it finds is found here too.
    /// </remarks>
    public ImmutableArray<ImageReference> Candidates(string name)
    {
        if (!ImageReference.TryParse(name, out var complete))
        {
            return [];
        }

        if (!IsShort(name))
        {
            return [complete.WithDefaultTag()];
        }

        var repository = RepositoryOf(name);
        IEnumerable<string> texts = Aliases.TryGetValue(repository, out var alias) ? [alias + name[repository.Length..]] : [];
        texts = texts.Concat(Registries.Prepend(Local).Append(ImageReference.DefaultDomain).Select(registry => $"{registry}/{name}"));
        return [.. texts.Select(text => ImageReference.TryParse(text, out var candidate) ? candidate.WithDefaultTag() : null).OfType<ImageReference>().Distinct()];
    }

    /// <summary>A name as written, without tag and digest.</summary>
    internal static string RepositoryOf(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var untold = at < 0 ? name : name[..at];
        var colon = untold.LastIndexOf(':');
        return colon > untold.LastIndexOf('/') ? untold[..colon] : untold;
    }
}
