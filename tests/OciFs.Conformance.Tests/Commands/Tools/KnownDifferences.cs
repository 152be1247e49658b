namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary>Where a tool answers otherwise than ocifs, each with its reason.</summary>
internal static class KnownDifferences
{
    private const string Unpacked = "Podman and Docker count the bytes that the layers take unpacked; ours is what the manifest says of the blobs";

    private static readonly (string Tool, string Field, string Image, string Why)[] Rows =
    [
        ("podman", "Size", "*", Unpacked),
        ("podman", "history.size", "*", Unpacked),
        ("podman", "Digest", "sample", "of an image that came through a list Podman tells the list's digest; ours is its manifest's, as for skopeo"),
        ("podman", "list.mediaType", "list", "podman manifest inspect writes what it stored as an OCI index in the form of a Docker list"),
        ("ctr", "STATUS", "docker.io/corpus/case:nested-3", "of two nested indexes ctr 1.6 finds no platform behind the second"),
        ("docker", "Size", "*", Unpacked),
        ("docker", "history.Size", "*", Unpacked),
        ("docker", "Variant", "single-arm64", "ours is canonical as in containerd: v8 of arm64 is the usual one and not told"),
        ("docker", "history.CreatedAt", "empty-layers", "no step has a date, for which Docker prints that of the year 1"),
    ];

    /// <summary>Asserts that each row of a tool explains something: a difference that is gone has no row.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="usual">An image in which the rows of all images show.</param>
    /// <param name="answers">Makes the comparisons of an image.</param>
    public static void AreNeeded(string tool, string usual, Func<string, IEnumerable<Answers>> answers)
    {
        var rows = Rows.Where(row => row.Tool == tool).GroupBy(row => row.Image == "*" ? usual : row.Image, row => row.Field, StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(rows);
        Assert.All(rows, image => Assert.Superset(image.ToHashSet(StringComparer.Ordinal), answers(image.Key).SelectMany(each => each.Explained).ToHashSet(StringComparer.Ordinal)));
    }

    /// <summary>Whether there is a row for a difference.</summary>
    public static bool Explains(string tool, string field, string image) =>
        Rows.Any(row => row.Tool == tool && row.Field == field && (row.Image == "*" || row.Image == image));
}
