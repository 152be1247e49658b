using System.Text;
using OciFs.Reference.Posix;

namespace OciFs.Reference.Trees;

/// <summary>A folder as a table, one row a path, ordered bytewise: what the corpus' tree.py writes, to the byte.</summary>
public sealed class TreeTable(IReadOnlyList<TreeRow> rows)
{
    /// <summary>The root's row first as a rule: "." stands before letters, after "!", "+" and "-".</summary>
    public IReadOnlyList<TreeRow> Rows { get; } = rows;

    /// <summary>The table of a folder of the host; a mount too.</summary>
    /// <param name="held">Attributes by inode that stand in place of what the file system holds.</param>
    public static TreeTable Of(string folder, AttributeTable? held = null)
    {
        using var root = PosixFolder.Open(folder);
        var files = TreeWalk.Read(root, held);
        var groups = files.Where(file => file.Status is { IsDirectory: false })
            .GroupBy(file => (file.Status!.Device, file.Status.Inode))
            .Where(group => group.Skip(1).Any())
            .ToDictionary(group => group.Key, group => group.First().Path);
        return new TreeTable([.. files.Select(file => Row(file, groups))]);
    }

    public static TreeTable Parse(string text) => new([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(TreeRow.Parse)]);

    /// <summary>Reads a table from a file of the host.</summary>
    public static TreeTable Load(string file) => Parse(File.ReadAllText(file));

    /// <summary>The table with a free time for the root, which no entry names as a rule.</summary>
    public TreeTable WithRootTimeFree() => new([.. Rows.Select(row => row.Path is "." ? row with { Modified = "now" } : row)]);

    /// <summary>The table with every time since <paramref name="start"/> as "now", and so free.</summary>
    public TreeTable WithTimesFreeFrom(DateTimeOffset start) =>
        new([.. Rows.Select(row => IsFrom(start, row) ? row with { Modified = "now" } : row)]);

    /// <summary>One line a row, each ended by a newline.</summary>
    public override string ToString() => Rows.Aggregate(new StringBuilder(), (text, row) => text.Append(row).Append('\n')).ToString();

    private static bool IsFrom(DateTimeOffset start, TreeRow row) =>
        row.Modified is not ("now" or "-") && long.Parse(row.Modified.Split('.')[0]) >= start.ToUnixTimeSeconds() - 1;

    private static TreeRow Row(TreeFile file, Dictionary<((uint, uint), ulong), ByteString> groups)
    {
        var path = file.Path.ToString();
        if (file.Status is not { } status)
            return new TreeRow(path, "?", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-");
        var first = status.IsDirectory || !groups.TryGetValue((status.Device, status.Inode), out var found) ? "-" : found.ToString();
        return new TreeRow(
            path,
            status.TypeLetter.ToString(),
            Convert.ToString(status.Permissions, 8).PadLeft(4, '0'),
            status.Uid.ToString(),
            status.Gid.ToString(),
            status.IsFile || status.IsSymlink ? status.Size.ToString() : "-",
            status.IsDirectory ? "-" : status.Links.ToString(),
            status.Modified.ToString(),
            status.IsDevice ? $"{status.RawDevice.Major}:{status.RawDevice.Minor}" : "-",
            status.IsSymlink ? file.Target.ToString() : "-",
            file.Sha256,
            first,
            file.Xattrs);
    }
}
