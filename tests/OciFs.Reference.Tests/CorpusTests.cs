using OciFs.Reference.Apply;
using OciFs.Reference.Cases;
using OciFs.Reference.Tar;

namespace OciFs.Reference.Tests;

/// <summary>The reference against what real tools unpacked; every difference must be one that the design asks for.</summary>
public sealed class CorpusTests
{
    public static IEnumerable<TheoryDataRow<string>> Readable => Rows(name => !IsUnreadable(name));

    public static IEnumerable<TheoryDataRow<string>> Unreadable => Rows(IsUnreadable);

    [Theory]
    [MemberData(nameof(Readable))]
    public void The_reference_is_what_the_tools_made_of_it(string name)
    {
        using var temp = new TempFolder();
        var applied = NaiveApplier.Apply(Corpora.Having(name).Tars(name).Select(TarReader.Read), temp.Path);
        Assert.Equal(
            CaseProblems.Of(name), applied.Problems.Select(problem => $"{problem.Layer} {problem.Kind} {problem.Name}"), StringComparer.Ordinal);
        Assert.Empty(CaseTree.Faults(name, applied.ToTable()));
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_cannot_be_read_is_refused(string name)
    {
        using var temp = new TempFolder();
        Assert.Throws<InvalidDataException>(
            () => NaiveApplier.Apply(Corpora.Having(name).Tars(name).Select(TarReader.Read), temp.Path));
    }

    /// <summary>The reference is strict: one bad entry is the end of a layer.</summary>
    private static bool IsUnreadable(string name) => CaseDeviations.IsCut(name) || CaseDeviations.TryGetRest(name, out _);

    private static IEnumerable<TheoryDataRow<string>> Rows(Func<string, bool> wanted) =>
        Corpora.All.SelectMany(corpus => corpus.Names).Where(wanted).Select(name =>
            new TheoryDataRow<string>(name) { Skip = CaseDeviations.Skipped.GetValueOrDefault(name) });
}
