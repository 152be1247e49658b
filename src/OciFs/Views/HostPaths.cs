using OciFs.Stores;

namespace OciFs.Views;

/// <summary>
/// Takes the places of a store out of lines that the tree shows: who may look into a mount need not know where on the host its images lie. Every line passes
/// here, whatever exception it came from.
/// </summary>
internal sealed class HostPaths
{
    private const string Unnamed = "the store";

    // A place that is the begin of another's path is looked for behind it.
    private readonly string[] _places;

    /// <param name="store">The store.</param>
    /// <param name="cache">The folder of the index cache; null for none.</param>
    public HostPaths(IStore store, string? cache) => _places =
    [
        .. store.Places.Append(cache).OfType<string>().SelectMany(place => (string?[])[place, Resolved(place)]).OfType<string>()
            .Where(place => place.Length > 1).Distinct(StringComparer.Ordinal).OrderByDescending(place => place.Length),
    ];

    /// <summary>A line with paths as they are within the store.</summary>
    public string Hide(string line)
    {
        foreach (var place in _places)
        {
            line = line.Replace(place + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal).Replace(place, Unnamed, StringComparison.Ordinal);
        }

        return line;
    }

    private static string? Resolved(string place)
    {
        try
        {
            return Directory.ResolveLinkTarget(place, returnFinalTarget: true)?.FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
