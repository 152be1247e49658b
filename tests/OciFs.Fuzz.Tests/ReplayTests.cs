using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Harnesses;
using OciFs.Fuzz.Mutate;

namespace OciFs.Fuzz.Tests;

/// <summary>What was found once stays mended; and a short search without instrumentation, which is blind, from the seeds and the kept corpus.</summary>
public sealed class ReplayTests
{
    /// <summary>One to three seconds of each harness; a number, so that every machine runs the same mutants.</summary>
    private const int Mutants = 2000;

    public static TheoryData<string> Harnesses => [.. Catalogue.Names];

    [Theory]
    [MemberData(nameof(Harnesses))]
    public void Seeds_and_kept_inputs_break_no_promise(string name)
    {
        var harness = Catalogue.Find(name);
        var target = new Target(harness);
        var kept = CorpusFolder.Read(Repository.FixturesOf(name)).ToList();
        Assert.NotEmpty(kept);
        Assert.All(kept.Concat(harness.Seeds()), input => Assert.Null(target.Run(input)?.Text));
    }

    [Theory]
    [MemberData(nameof(Harnesses))]
    public void Mutants_break_no_promise(string name)
    {
        var harness = Catalogue.Find(name);
        var random = new Random(1);
        var mutator = new Mutator(harness, random);
        var target = new Target(harness);
        var parents = CorpusFolder.Read(Repository.FixturesOf(name)).Concat(harness.Seeds()).ToArray();
        for (var i = 0; i < Mutants; i++)
        {
            var mutant = mutator.Mutate(parents[random.Next(parents.Length)], parents[random.Next(parents.Length)]);
            if (target.Run(mutant) is { } finding)
                Assert.Fail($"{finding.Text}\nthe input, in Base64: {Convert.ToBase64String(mutant)}");
        }
    }
}
