using OciFs.Comparing;
using OciFs.Images;
using OciFs.Reference;
using OciFs.Reference.Cases;
using OciFs.References;

namespace OciFs.Tests.Comparing;

/// <summary>Edge cases compared with each other differ as the trees do that real tools unpacked of them.</summary>
public sealed class CorpusComparisonTests
{
    // Neighbours, which mostly have a base layer in common, and others.
    private static readonly int[] Distances = [0, 1, 2, 7, 31, 64];

    [Fact]
    public void PairsDifferAsTheTreesOfTheToolsDo()
    {
        var compared = 0;
        foreach (var corpus in Corpora.All)
        {
            string[] names = [.. corpus.Names.Where(name => corpus.Expected(name) is not null && CaseDeviations.Of(name).Count == 0
                && !CaseDeviations.Skipped.ContainsKey(name) && !CaseDeviations.IsCut(name))];
            using var store = ImageStore.Open("oci:" + corpus.Layout, new ImageStoreOptions { Platform = PlatformName.Parse("linux/amd64"), Cache = null });
            for (var i = 0; i < names.Length; i++)
            {
                foreach (var distance in Distances)
                {
                    Compare(corpus, store, names[i], names[(i + distance) % names.Length]);
                    compared++;
                }
            }
        }

        Assert.True(compared > 1000, $"only {compared} pairs");
    }

    private static void Compare(CaseCorpus corpus, ImageStore store, string before, string after)
    {
        var (one, other) = (corpus.Expected(before)!.WithRootTimeFree(), corpus.Expected(after)!.WithRootTimeFree());
        var expected = NaiveDifferences.Of(one, other);

        // Where no entry tells a time, the tools' clocks did.
        var free = one.Rows.Concat(other.Rows).Where(row => row.Modified == "now").Select(row => row.Path).ToHashSet(StringComparer.Ordinal);
        var differences = TreeComparison.Compare(RootOf(store, before), RootOf(store, after))
            .Select(difference => free.Contains(PathOf(difference)) ? difference with { Changed = difference.Changed & ~FileAspects.Modified } : difference)
            .Where(difference => difference.Kind is not DifferenceKind.Changed || difference.Changed is not FileAspects.None);
        var actual = NaiveDifferences.Of(differences);
        Assert.True(
            expected.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal), StringComparer.Ordinal),
            $"{before} and {after}\nexpected:\n{string.Join('\n', expected)}\nactual:\n{string.Join('\n', actual)}");
    }

    private static string PathOf(FileDifference difference) => difference.Path.IsEmpty ? "." : new ByteString(difference.Path.AsSpan()).ToString();

    private static FileNode RootOf(ImageStore store, string name) => store.Images.First(image => image.Name == name).DefaultPlatform!.RootFs;
}
