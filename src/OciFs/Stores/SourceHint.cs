using OciFs.References;

namespace OciFs.Stores;

/// <summary>Guesses what was meant by a source that is nowhere.</summary>
internal static class SourceHint
{
    private const int MostLength = 32;
    private const int MostErrors = 2;

    private static readonly Dictionary<string, Transport> OtherNames = new(StringComparer.Ordinal)
    {
        ["podman"] = Transport.ContainersStorage,
        ["docker-daemon"] = Transport.DockerStore,
    };

    private static readonly string[] FileEndings = [".tar", ".gz", ".tgz", ".zst", ".xz", ".json"];

    /// <summary>A hint in brackets behind a space, on a place that is not there; empty where nothing can be guessed.</summary>
    /// <param name="place">The place, without a transport, as the source was taken apart.</param>
    /// <param name="source">The whole source.</param>
    public static string Of(string place, string source)
    {
        if (TransportOf(place) is { } meant)
        {
            return $" (did you mean {TransportNames.NameOf(meant)}:?)";
        }

        var isName = place.Length > 0 && place[0] is not ('.' or '/' or '~') && !FileEndings.Any(ending => place.EndsWith(ending, StringComparison.Ordinal));
        return isName && ImageReference.TryParse(source, out _) ? OfRegistry(source, null) : string.Empty;
    }

    /// <summary>As the other, on an image of a registry.</summary>
    /// <param name="repository">Where it is, with or without what selects it.</param>
    /// <param name="reference">What selects it, a tag or a digest; null where none is apart.</param>
    public static string OfRegistry(string repository, string? reference)
    {
        var mark = reference is null ? string.Empty : reference.Contains(':', StringComparison.Ordinal) ? "@" : ":";
        return $" (registries are not read: save it first, as skopeo copy docker://{repository}{mark}{reference?.TrimStart('@')} oci:DIR)";
    }

    private static Transport? TransportOf(string word) => word.Length > MostLength ? null
        : OtherNames.TryGetValue(word, out var other) ? other
        : Enum.GetValues<Transport>().Where(kind => kind is not (Transport.Docker or Transport.Oci) && Errors(word, TransportNames.NameOf(kind)) <= MostErrors)
            .Select(kind => (Transport?)kind).FirstOrDefault();

    // Letters wrong, too many or missing (Levenshtein), whatever their case.
    private static int Errors(string one, string other)
    {
        int[] above = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var row = new int[other.Length + 1];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var isSame = char.ToLowerInvariant(one[i - 1]) == other[j - 1];
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (isSame ? 0 : 1));
            }

            above = row;
        }

        return above[^1];
    }
}
