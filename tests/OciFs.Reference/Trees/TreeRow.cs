namespace OciFs.Reference.Trees;

/// <summary>One line of a tree table: thirteen texts, escaped so that they hold neither tab nor newline.</summary>
/// <param name="Path">Path below the root; "." is the root.</param>
/// <param name="Type">f d l c b p s, or ? for a name that is listed and not found.</param>
/// <param name="Mode">Four or more octal digits: permissions, setuid, setgid, sticky.</param>
/// <param name="Size">Bytes of a file, length of a link's target, else "-".</param>
/// <param name="Links">Number of names; "-" for directories.</param>
/// <param name="Modified">seconds.nnnnnnnnn, or "now" where no layer gives the time.</param>
/// <param name="Device">major:minor of a device, else "-".</param>
/// <param name="Target">What a symbolic link says, else "-".</param>
/// <param name="Sha256">Of the content of a file, else "-".</param>
/// <param name="HardLink">Bytewise first path of the same inode within the tree, "-" when alone.</param>
/// <param name="Xattrs">name=hex pairs with commas between them, by name; "-" when none.</param>
public sealed record TreeRow(
    string Path, string Type, string Mode, string Uid, string Gid, string Size, string Links, string Modified, string Device, string Target,
    string Sha256, string HardLink, string Xattrs)
{
    /// <summary>The columns' names, as differences tell them.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["path", "type", "mode", "uid", "gid", "size", "nlink", "mtime", "rdev", "target", "sha256", "hardlink", "xattrs"];

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It has not thirteen columns.</exception>
    public static TreeRow Parse(string line)
    {
        var c = line.Split('\t');
        return c.Length == Columns.Count
            ? new TreeRow(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12])
            : throw new FormatException($"{c.Length} columns: {line}");
    }

    /// <summary>The texts in the order of <see cref="Columns"/>.</summary>
    public IReadOnlyList<string> ToColumns() =>
        [Path, Type, Mode, Uid, Gid, Size, Links, Modified, Device, Target, Sha256, HardLink, Xattrs];

    public override string ToString() => string.Join('\t', ToColumns());
}
