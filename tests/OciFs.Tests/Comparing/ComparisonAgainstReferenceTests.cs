using System.Collections.Concurrent;
using OciFs.Reference;
using OciFs.Reference.Apply;
using OciFs.Reference.Stacks;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;
using OciFs.Tests.Views;
using TreeComparison = OciFs.Comparing.TreeComparison;

namespace OciFs.Tests.Comparing;

/// <summary>What differs between two stacks that share layers is what differs between the two folders that the naive reference makes of them.</summary>
public sealed class ComparisonAgainstReferenceTests
{
    // OCIFS_STACKS makes a longer run, OCIFS_SEED another one.
    private static readonly int Pairs = int.Parse(Environment.GetEnvironmentVariable("OCIFS_STACKS") ?? "500");

    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("OCIFS_SEED") ?? "1");

    [Fact]
    public void RandomPairsOfStacksDifferAsTheReferencesDo()
    {
        var faults = new ConcurrentQueue<string>();
        var (differing, equal) = (0, 0);
        Parallel.For(0, Pairs, (number, loop) =>
        {
            var random = new Random(HashCode(Seed, number));
            var (before, after) = Pair(random);
            if (Fault(ref before, ref after, random.Next(2) == 0, out var isDifferent) is { } fault)
            {
                faults.Enqueue($"pair {number}:\n{fault}\n{StackSource.Of(before)}\n{StackSource.Of(after)}");
                loop.Stop();
            }

            Interlocked.Add(ref isDifferent ? ref differing : ref equal, 1);
        });
        Assert.Empty(faults);
        Assert.True(differing > Pairs / 2 && equal > Pairs / 50, $"{differing} pairs that differ, {equal} that do not: the pairs say little");
    }

    /// <summary>The layers up to one of them and up to another, with a layer more, less or instead, or set upon something else.</summary>
    private static (LayerStack Before, LayerStack After) Pair(Random random)
    {
        var one = StackGenerator.Generate(random.Next());
        var other = StackGenerator.Generate(random.Next());
        var layers = Layers(one);
        var others = Layers(other);
        var at = random.Next(layers.Length);
        return (one, random.Next(8) switch
        {
            0 => one.UpTo(at),
            1 => Of([.. layers, others[0]]),
            2 => Of([.. layers[..at], others[0], .. layers[(at + 1)..]]),
            3 => Of([.. layers[..at], others[0], .. layers[at..]]),
            4 => Of([.. others, .. layers]),
            5 => Of([others[0], .. layers[1..]]),
            6 => Of([.. layers, layers[at]]),
            _ => other,
        });
    }

    private static string? Fault(ref LayerStack before, ref LayerStack after, bool apart, out bool isDifferent)
    {
        (before, after) = (ComparableStack.WithoutEntriesBelowLinks(before), ComparableStack.WithoutEntriesBelowLinks(after));
        while (true)
        {
            var one = Apply(before);
            var other = Apply(after);
            ByteString[] links = [.. one.Links, .. other.Links];
            if (links.Length == 0)
                return Fault(before, after, apart, NaiveDifferences.Of(one.Table, other.Table), out isDifferent);

            // Of both stacks, so that they share what they shared.
            (before, after) = (Without(before, links), Without(after, links));
        }
    }

    private static string? Fault(LayerStack before, LayerStack after, bool apart, IReadOnlyList<string> expected, out bool isDifferent)
    {
        using var stacks = new ComparedStacks(before, after, apart);
        isDifferent = expected.Count > 0;
        var paths = TreeComparison.Compare(stacks.Before.RootFs, stacks.After.RootFs).Select(difference => difference.Path).ToArray();
        var actual = stacks.Differences();
        var isSorted = paths.Zip(paths.Skip(1)).All(pair => pair.First.AsSpan().SequenceCompareTo(pair.Second.AsSpan()) < 0);
        return expected.Order(StringComparer.Ordinal).SequenceEqual(actual.Order(StringComparer.Ordinal), StringComparer.Ordinal) && isSorted ? null
            : $"sorted: {isSorted}\nexpected:\n{string.Join('\n', expected)}\nactual:\n{string.Join('\n', actual)}";
    }

    private static (TreeTable Table, IEnumerable<ByteString> Links) Apply(LayerStack stack)
    {
        using var folder = new TempFolder();
        var applied = NaiveApplier.Apply(stack.ToTars().Select(TarReader.Read), folder.Path);
        return (applied.ToTable(), ComparableStack.Misleading(stack, applied.Problems).Concat(applied.LedBack).Select(link => link.Name));
    }

    private static LayerStack Without(LayerStack stack, ByteString[] links) => stack with
    {
        Layers = [.. stack.Layers.Select(layer => (IReadOnlyList<TestEntry>)[.. layer.Where(entry => entry.Type != EntryType.HardLink || !links.Contains(entry.Name))])],
    };

    private static (IReadOnlyList<TestEntry> Entries, LayerForm Form)[] Layers(LayerStack stack) => [.. stack.Layers.Select((layer, number) => (layer, stack.FormOf(number)))];

    private static LayerStack Of(params (IReadOnlyList<TestEntry> Entries, LayerForm Form)[] layers) =>
        new([.. layers.Select(layer => layer.Entries)]) { Forms = [.. layers.Select(layer => layer.Form)] };

    private static int HashCode(int seed, int number) => unchecked((seed * 1_000_003) + number);
}
