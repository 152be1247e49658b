using OciFs.Reference.Apply;
using OciFs.Reference.Stacks;

namespace OciFs.Reference.Tests;

/// <summary>The random stacks and what makes counterexamples small.</summary>
public sealed class StackTests
{
    [Fact]
    public void One_seed_is_one_stack()
    {
        Assert.Equal(StackGenerator.Generate(5).ToString(), StackGenerator.Generate(5).ToString());
        Assert.NotEqual(StackGenerator.Generate(5).ToString(), StackGenerator.Generate(6).ToString(), StringComparer.Ordinal);
    }

    /// <summary>A generator that stops asking a question makes every test that uses it weaker without a word.</summary>
    [Fact]
    public void Stacks_ask_every_question()
    {
        var stacks = Enumerable.Range(0, 400).Select(seed => StackGenerator.Generate(seed)).ToArray();
        var entries = stacks.SelectMany(stack => stack.Layers).SelectMany(layer => layer).ToArray();
        foreach (var type in "0123456".Select(letter => (EntryType)letter))
            Assert.Contains(entries, entry => entry.Type == type);
        Assert.Contains(entries, entry => entry.Name.ToString().EndsWith(".wh..wh..opq"));
        Assert.Contains(entries, entry => entry.Name == ".wh..wh..opq");
        Assert.Contains(entries, entry => entry.Name.StartsWith("../"u8));
        Assert.Contains(entries, entry => entry.Xattrs.Count > 1);
        var problems = stacks.SelectMany(stack => Applied.Of(stack).Problems).Select(problem => problem.Kind).ToHashSet();
        Assert.Superset(
            new HashSet<ProblemKind>
            {
                ProblemKind.LeftRoot, ProblemKind.NoLinkTarget, ProblemKind.DirectoryLinkTarget, ProblemKind.ParentNotDirectory,
                ProblemKind.LinkLoop,
            },
            problems);
        Assert.Contains(stacks, HasCrossLayerLink);
    }

    [Fact]
    public void Agreed_stacks_have_directories_that_stay_directories()
    {
        var stacks = Enumerable.Range(0, 200).Select(seed => StackGenerator.Generate(seed, StackOptions.Agreed));
        var entries = stacks.SelectMany(stack => stack.Layers).SelectMany(layer => layer);
        Assert.DoesNotContain(entries, entry => entry.Type != EntryType.Directory && entry.Name.ToString() is "d" or "e");
    }

    [Fact]
    public void Shrinking_leaves_only_what_is_needed()
    {
        var stack = LayerStack.Of(
            [TestEntry.Directory("x"), TestEntry.File("x/a", "long content").WithXattr("user.a", "1"), TestEntry.Fifo("p")],
            [TestEntry.Symlink("s", "../x")],
            [TestEntry.File("q"), TestEntry.Whiteout("x/a") with { Uid = 5 }]);
        var smallest = Minimise(stack, candidate =>
            candidate.Layers.Any(layer => layer.Any(entry => entry.Name.ToString().EndsWith(".wh.a")))
            && candidate.Layers.Any(layer => layer.Any(entry => entry.Name.ToString().EndsWith('a') && entry.Content.Length == 12)));
        Assert.Equal("layer 0\n  File a 0644 'long\\x20content'\nlayer 1\n  File .wh.a 0644\n", smallest.ToString());
    }

    private static LayerStack Minimise(LayerStack stack, Func<LayerStack, bool> fails)
    {
        while (StackShrinker.Smaller(stack).FirstOrDefault(fails) is { } smaller)
            stack = smaller;
        return stack;
    }

    private static bool HasCrossLayerLink(LayerStack stack) =>
        stack.Layers.Count > 1 && stack.Layers[1].Any(entry => entry.Type == EntryType.HardLink) && Applied.Of(stack.UpTo(1)) is { } both
        && both.Problems.Count == 0 && Applied.Of(stack.Layers[1]).Problems.Count > 0;
}
