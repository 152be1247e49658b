using OciFs.Reference.Apply;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;

namespace OciFs.Reference.Cases;

/// <summary>How the tree that somebody shows of a case is judged.</summary>
public static class CaseTree
{
    /// <summary>
    /// What differs from the tree that the tools made, and should not; what should differ and does not. Where all tools refuse the case, the
    /// tree that the naive reference makes of what is sound stands for theirs.
    /// </summary>
    public static IReadOnlyList<string> Faults(string name, TreeTable actual)
    {
        var corpus = Corpora.Having(name);
        if (corpus.Expected(name) is not { } expected)
            return TreeComparison.Differences(Reference(corpus, name).WithRootTimeFree(), actual);
        var differences = TreeComparison.Differences(expected.WithRootTimeFree(), actual);
        var pinned = CaseDeviations.Of(name);
        return
        [
            .. differences.Except(pinned, StringComparer.Ordinal),
            .. pinned.Except(differences, StringComparer.Ordinal).Select(line => $"pinned, and not so: {line}"),
        ];
    }

    private static TreeTable Reference(CaseCorpus corpus, string name)
    {
        using var temporary = new TempFolder();
        CaseDeviations.TryGetRest(name, out var rest);
        return NaiveApplier.Apply(corpus.Tars(name).Select(tar => TarReader.Read(tar[rest..])), temporary.Path).ToTable();
    }
}
