using OciFs.Reference.Trees;

namespace OciFs.Reference.Tests;

/// <summary>Asserts about trees that show what differs.</summary>
internal static class Same
{
    public static void Tree(TreeTable expected, TreeTable actual, string context, params IReadOnlyCollection<string> ignored)
    {
        var differences = TreeComparison.Differences(expected, actual, ignored);
        Assert.True(differences.Count == 0, $"{string.Join('\n', differences)}\n{context}");
    }

    /// <summary>The table with a free time for the root, which no entry names.</summary>
    public static TreeTable RootTimeFree(TreeTable table) =>
        new([.. table.Rows.Select(row => row.Path is "." ? row with { Modified = "now" } : row)]);

    /// <summary>The table with every time since <paramref name="start"/> as "now", and so free.</summary>
    public static TreeTable TimesFrom(DateTimeOffset start, TreeTable table) =>
        new([.. table.Rows.Select(row => IsFrom(start, row) ? row with { Modified = "now" } : row)]);

    private static bool IsFrom(DateTimeOffset start, TreeRow row) =>
        row.Modified is not "now" && long.Parse(row.Modified.Split('.')[0]) >= start.ToUnixTimeSeconds() - 1;
}
