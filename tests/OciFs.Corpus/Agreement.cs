using OciFs.Reference.Trees;

namespace OciFs.Corpus;

/// <summary>Set-ups that made the same tree of a case. Times that no layer gives, "now", agree with every other.</summary>
internal sealed class Agreement(string setUp, TreeTable tree)
{
    private readonly List<string> setUps = [setUp];

    public IReadOnlyList<string> SetUps => setUps;

    /// <summary>The tree of the set-up that left most times free.</summary>
    public TreeTable Tree { get; private set; } = tree;

    public bool IsJoinedBy(TreeTable other) => IsMetBy(Tree, other) || IsMetBy(other, Tree);

    public void Add(string further, TreeTable other)
    {
        setUps.Add(further);
        if (!IsMetBy(Tree, other))
            Tree = other;
    }

    private static bool IsMetBy(TreeTable expected, TreeTable actual) => TreeComparison.Differences(expected, actual).Count == 0;
}
