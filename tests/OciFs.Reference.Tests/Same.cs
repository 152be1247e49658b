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
}
