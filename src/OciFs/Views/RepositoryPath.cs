using OciFs.References;

namespace OciFs.Views;

/// <summary>An image name as a path of <c>repositories/</c>: host, path and tag, each a segment by the mapping of <see cref="PathSegment"/>.</summary>
internal static class RepositoryPath
{
    /// <summary>The segments; the last is the tag, or <c>latest</c> where a name with a path has none (as every client completes it).</summary>
    public static string[] Of(string name)
    {
        var at = name.IndexOf('@');
        var hasDigest = at > 0 && (name.Contains('/') || Digest.TryParse(name[(at + 1)..], out _));
        var repository = hasDigest ? name[..at] : name;
        var slash = repository.LastIndexOf('/');
        var colon = repository.IndexOf(':', slash + 1);
        string leaf;
        if (hasDigest)
        {
            (leaf, repository) = (name[at..], colon > slash ? repository[..colon] : repository);
        }
        else if (colon > slash + 1 && Digest.TryParse(name, out _) is false)
        {
            (leaf, repository) = (repository[(colon + 1)..], repository[..colon]);
        }
        else
        {
            (leaf, repository) = slash >= 0 ? ("latest", repository) : (repository, string.Empty);
        }

        return [.. repository.Split('/', StringSplitOptions.RemoveEmptyEntries).Append(leaf.Length == 0 ? "latest" : leaf).Select(PathSegment.Encode)];
    }
}
