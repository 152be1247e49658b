using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>What a store has not kept of an image, so that no reading of it can show it; each with its reason.</summary>
internal static class StoreLosses
{
    // tar-split keeps the tar's bytes of headers and the sums of files as unpacked. Where a file as unpacked is not the entry's content, the tar
    // cannot be made again, and the layer is shown as its folder has it.
    private const string Sparse = "tar-split does not keep the holes of a PAX sparse file: no tar, and the root has the driver's date";
    private const string Padding = "tar-split sums up what a tar that is cut has not got";
    private const string Markers = "a whiteout that has content: it is not unpacked, but it is part of the tar";

    private static readonly Dictionary<string, string> ShownAsUnpacked = new(StringComparer.Ordinal)
    {
        ["sparse-pax00"] = Sparse,
        ["sparse10-hand"] = Sparse,
        ["trunc-pad"] = Padding,
        ["wh-content"] = Markers,
    };

    /// <summary>Images that are told to be shown as unpacked, with why.</summary>
    public static bool IsShownAsUnpacked(string image) => ShownAsUnpacked.ContainsKey(image);

    /// <summary>
    /// The differences that are no loss of the store: all for what is whole; for what is shown as unpacked not those of the root, which is the
    /// driver's folder, and not the dates of other folders.
    /// </summary>
    public static string[] Unexplained(string image, TreeTable expected, TreeTable actual) =>
    [
        .. TreeComparison.Differences(expected, actual)
            .Where(line => !IsShownAsUnpacked(image)
                    || !(line.Contains(" mtime: ", StringComparison.Ordinal) || line.StartsWith(". ", StringComparison.Ordinal))),
    ];
}
