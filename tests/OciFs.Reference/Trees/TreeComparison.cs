namespace OciFs.Reference.Trees;

/// <summary>Tells how a tree differs from what was expected, a line a difference.</summary>
/// <remarks>An expected time of "now" is met by every time: no layer gives it.</remarks>
public static class TreeComparison
{
    private const string AnyTime = "now";

    /// <summary>
    /// Differences as "-path (t)" for what is missing, "+path (t)" for what is too much, "path column: expected -> actual" for the rest;
    /// empty when the trees are the same.
    /// </summary>
    /// <param name="ignored">Names of columns that are not compared (<see cref="TreeRow.Columns"/>).</param>
    public static IReadOnlyList<string> Differences(TreeTable expected, TreeTable actual, params IReadOnlyCollection<string> ignored)
    {
        var differences = new List<string>();
        var there = actual.Rows.ToDictionary(row => row.Path, StringComparer.Ordinal);
        foreach (var row in expected.Rows)
        {
            if (there.Remove(row.Path, out var found))
                differences.AddRange(Differences(row, found, ignored));
            else
                differences.Add($"-{row.Path} ({row.Type})");
        }

        differences.AddRange(there.Values.Select(row => $"+{row.Path} ({row.Type})"));
        return differences;
    }

    private static IEnumerable<string> Differences(TreeRow expected, TreeRow actual, IReadOnlyCollection<string> ignored) =>
        TreeRow.Columns.Zip(expected.ToColumns(), actual.ToColumns())
            .Where(cell => !string.Equals(cell.Second, cell.Third, StringComparison.Ordinal))
            .Where(cell => cell is not ("mtime", AnyTime, _) && !ignored.Contains(cell.First, StringComparer.Ordinal))
            .Select(cell => $"{expected.Path} {cell.First}: {cell.Second} -> {cell.Third}");
}
