using FsCheck;
using FsCheck.Fluent;
using OciFs.Reference;
using OciFs.Reference.Apply;
using OciFs.Reference.Stacks;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;

namespace OciFs.Tests.Views;

/// <summary>The merged tree equals what the naive reference makes of the same layers on a real folder.</summary>
public sealed class RootfsAgainstReferenceTests
{
    // OCIFS_STACKS makes a longer run, OCIFS_SEED another one.
    private static readonly int Stacks = int.Parse(Environment.GetEnvironmentVariable("OCIFS_STACKS") ?? "1000");

    private static readonly ulong Seed = ulong.Parse(Environment.GetEnvironmentVariable("OCIFS_SEED") ?? "1");

    // The step of the random numbers, odd: runs of neighbouring seeds have no stack in common, as they would with a small one.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    [Fact]
    public void RandomStacksEqualTheReference() =>
        Prop.ForAll(StackArbitrary.Of(StackOptions.All), stack =>
        {
            var differences = Differences(ComparableStack.WithoutEntriesBelowLinks(stack));
            return (differences.Count == 0).Label($"reference -> ours:\n{string.Join('\n', differences)}\n{StackSource.Of(stack)}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Stacks).WithReplay(Seed, Gamma)
            .WithParallelRunConfig(new ParallelRunConfig(Environment.ProcessorCount)));

    /// <summary>How our tree of a stack differs from the reference's; nothing where it is the same.</summary>
    internal static IReadOnlyList<string> Differences(LayerStack stack)
    {
        using var folder = new TempFolder();
        var applied = NaiveApplier.Apply(stack.ToTars().Select(TarReader.Read), folder.Path);
        if (ComparableStack.Misleading(stack, applied.Problems) is { Count: > 0 } links)
            return Differences(ComparableStack.Without(stack, links));
        if (applied.LedBack.Count > 0)
            return Differences(ComparableStack.Without(stack, applied.LedBack));
        using var opened = new OpenedStack(stack);
        try
        {
            return TreeComparison.Differences(applied.ToTable(), TreeDump.Of(opened.Tree, opened.Rootfs()));
        }
        catch (OciFsException error)
        {
            return [error.Message];
        }
    }
}
