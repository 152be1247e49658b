using OciFs.Reference.Apply;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;

namespace OciFs.Reference.Tests;

/// <summary>The reference against what real tools unpacked; every difference must be one that the design asks for.</summary>
public sealed class CorpusTests
{
    public static IEnumerable<TheoryDataRow<string>> Readable => Rows(name => !IsUnreadable(name));

    public static IEnumerable<TheoryDataRow<string>> Unreadable => Rows(IsUnreadable);

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Readable))]
    public void The_reference_is_what_the_tools_made_of_it(string name)
    {
        using var temp = new TempFolder();
        var applied = NaiveApplier.Apply(Corpus.Tars(name).Select(TarReader.Read), temp.Path);
        Assert.Equal(
            CorpusDeviations.Problems.GetValueOrDefault(name, []),
            applied.Problems.Select(problem => $"{problem.Layer} {problem.Kind} {problem.Name}"), StringComparer.Ordinal);
        if (Corpus.Expected(name) is not { } expected)
            return;
        Assert.Equal(
            CorpusDeviations.ByCase.GetValueOrDefault(name).Differences ?? [],
            TreeComparison.Differences(Same.RootTimeFree(expected), applied.ToTable()),
            StringComparer.Ordinal);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Unreadable))]
    public void What_cannot_be_read_is_refused(string name)
    {
        using var temp = new TempFolder();
        Assert.Throws<InvalidDataException>(() => NaiveApplier.Apply(Corpus.Tars(name).Select(TarReader.Read), temp.Path));
    }

    private static bool IsUnreadable(string name) => CorpusDeviations.Unreadable.Contains(name, StringComparer.Ordinal);

    private static IEnumerable<TheoryDataRow<string>> Rows(Func<string, bool> wanted) => Corpus.Names.Where(wanted).Select(name =>
        new TheoryDataRow<string>(name) { Skip = CorpusDeviations.Skipped.GetValueOrDefault(name) });
}
