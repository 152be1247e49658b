using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Images;

/// <summary>Asserts that two trees are the same, path by path, in everything that a tree table tells.</summary>
internal static class TreeAssert
{
    /// <summary>More would hide the first ones.</summary>
    private const int MostTold = 50;

    public static void Same(TreeTable expected, TreeTable actual)
    {
        var differences = TreeComparison.Differences(expected, actual);
        Assert.True(differences.Count == 0, $"{differences.Count} differences\n{string.Join('\n', differences.Take(MostTold))}");
    }
}
