using OciFs.Reference.Trees;

namespace OciFs.Corpus;

/// <summary>A tree as set-ups are compared by it: without what only the moment or the place of unpacking gives.</summary>
internal static class ToldTree
{
    private const string RootModeOfContainersStorage = "0555";

    /// <summary>
    /// The table of a folder; times from <paramref name="since"/> (seconds since 1970) on are "now". A root of mode 0555 is told as 0755:
    /// containers-storage makes its roots so, and no case asks for it.
    /// </summary>
    public static TreeTable Of(string folder, long since) => new([.. TreeTable.Of(folder).Rows.Select(row => row with
    {
        Modified = row.Modified != "-" && long.Parse(row.Modified.Split('.')[0]) is var time && time >= since && time < since + 86_400
            ? "now"
            : row.Modified,
        Mode = row is { Path: ".", Mode: RootModeOfContainersStorage } ? "0755" : row.Mode,
    })]);
}
