using OciFs.Reference.Stacks;

namespace OciFs.Reference.Tests;

/// <summary>A generator that stops asking a question makes every test that uses it weaker without a word: each has its share of the stacks.</summary>
public sealed class StackShareTests(ITestOutputHelper output)
{
    private const int Stacks = 3000;

    /// <summary>Percent of the stacks: 20 or more of each thing in the shortest run of 1,000.</summary>
    private const double Least = 2;

    [Fact]
    public void Every_feature_has_its_share()
    {
        var counts = Enumerable.Range(0, Stacks).SelectMany(seed => StackCensus.Of(StackGenerator.Generate(seed)))
            .CountBy(feature => feature).ToDictionary();
        foreach (var feature in Enum.GetValues<StackFeature>())
            output.WriteLine($"{Share(counts, feature),6:f1} %  {feature}");
        Assert.All(Enum.GetValues<StackFeature>(), feature => Assert.InRange(Share(counts, feature), Least, 100));
    }

    private static double Share(Dictionary<StackFeature, int> counts, StackFeature feature) => 100.0 * counts.GetValueOrDefault(feature) / Stacks;
}
