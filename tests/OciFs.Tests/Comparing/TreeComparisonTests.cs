using OciFs.Comparing;
using OciFs.Reference;
using OciFs.Reference.Stacks;

namespace OciFs.Tests.Comparing;

/// <summary>What a comparison tells, what it leaves out, and what it never looks at.</summary>
public sealed class TreeComparisonTests
{
    private static readonly IReadOnlyList<TestEntry> Base =
        [TestEntry.Directory("d"), TestEntry.File("d/a", "1"), TestEntry.File("d/b", "2"), TestEntry.File("e-x", "3"), TestEntry.Directory("e"), TestEntry.File("e/f", "4")];

    [Fact]
    public void AnImageIsItselfWithoutALookIntoItsLayers()
    {
        using var stacks = new ComparedStacks(LayerStack.Of(Base), LayerStack.Of(Base), apart: false);
        Assert.Empty(stacks.Differences());
        Assert.Empty(stacks.Indexes);
    }

    [Fact]
    public void PathsAreInTheOrderOfTheirBytes()
    {
        using var stacks = new ComparedStacks(LayerStack.Of([TestEntry.File("z")]), LayerStack.Of([TestEntry.File("z"), .. Base]), apart: true);
        Assert.Equal(["A d", "A d/a", "A d/b", "A e", "A e-x", "A e/f"], stacks.Differences(new() { Aspects = FileAspects.AllButTime }), StringComparer.Ordinal);
        Assert.Equal(["A d", "A e", "A e-x"], stacks.Differences(new() { Aspects = FileAspects.AllButTime, OnlyTops = true }), StringComparer.Ordinal);
    }

    [Fact]
    public void ALinkOfAnUpperLayerChangesAFileOfASharedOne()
    {
        var link = TestEntry.HardLink("l", "d/a") with { Mode = 0x1FF };
        using var stacks = new ComparedStacks(LayerStack.Of(Base), LayerStack.Of(Base, [link]), apart: true);
        Assert.Equal(["C d/a Mode", "A l"], stacks.Differences(new() { Aspects = FileAspects.AllButTime }), StringComparer.Ordinal);
    }

    [Fact]
    public void ASharedLayersLinkIsToAnotherFileUponAnotherBase()
    {
        IReadOnlyList<TestEntry> shared = [TestEntry.Directory("s"), TestEntry.HardLink("s/l", "d/a")];
        using var stacks = new ComparedStacks(LayerStack.Of(Base, shared), LayerStack.Of([TestEntry.Directory("d"), TestEntry.File("d/a", "x")], shared), apart: false);
        Assert.Contains("C s/l Content", stacks.Differences(new() { Aspects = FileAspects.AllButTime }), StringComparer.Ordinal);
    }

    [Fact]
    public void OnlyWhatCountsIsTold()
    {
        var changed = TestEntry.File("f", "two") with { Mode = 0x1FF, Uid = 7, Modified = 5 };
        using var stacks = new ComparedStacks(LayerStack.Of([TestEntry.File("f", "one")]), LayerStack.Of([changed]), apart: false);
        Assert.Contains("C f Content, Mode, Owner, Modified", stacks.Differences(), StringComparer.Ordinal);
        Assert.Contains("C f Owner", stacks.Differences(new() { Aspects = FileAspects.Owner }), StringComparer.Ordinal);
        Assert.Empty(stacks.Differences(new() { Aspects = FileAspects.Xattrs }));
    }

    [Fact]
    public void NothingIsBelowTheBase()
    {
        using var stacks = new ComparedStacks(LayerStack.Of(Base), LayerStack.Of(Base), apart: false);
        var root = stacks.Before.Layers[0].RootFs;
        Assert.Equal(7, TreeComparison.Compare(null, root).Count(difference => difference.Kind is DifferenceKind.Added));
        Assert.Equal(7, TreeComparison.Compare(root, null).Count(difference => difference.Kind is DifferenceKind.Removed));
        Assert.Empty(TreeComparison.Compare(null, null));
    }

    [Fact]
    public void HolesAreNotRead()
    {
        // 8 EiB of zeros twice would take years.
        var one = TestEntry.File("s") with { Content = new FileContent(long.MaxValue >> 1, [new FileSegment(5, "end"u8.ToArray())]) };
        var other = one with { Content = new FileContent(long.MaxValue >> 1, [new FileSegment(5, "enD"u8.ToArray())]) };
        IReadOnlyList<TestEntry> again = [one, TestEntry.File("other")];
        using var same = new ComparedStacks(LayerStack.Of([one]), LayerStack.Of(again), apart: false);
        using var different = new ComparedStacks(LayerStack.Of([one]), LayerStack.Of([other]), apart: false);
        Assert.Equal(["A other"], same.Differences(), StringComparer.Ordinal);
        Assert.Equal(["C s Content"], different.Differences(), StringComparer.Ordinal);
    }

    [Fact]
    public void FilesOfAnyTreeAreCompared()
    {
        using var stacks = new ComparedStacks(LayerStack.Of(Base), LayerStack.Of(Base, [TestEntry.File("d/a", "9")]), apart: true);
        var (before, after) = (stacks.Before.Layers[0], stacks.After.Layers[0]);
        Assert.Empty(TreeComparison.Compare(before.Diff, after.Diff));
        Assert.Equal(["C d/a Content"], NaiveDifferences.Of(TreeComparison.Compare(before.Diff, stacks.After.RootFs, new() { Aspects = FileAspects.AllButTime })), StringComparer.Ordinal);
        Assert.Equal(["C . Content"], NaiveDifferences.Of(TreeComparison.Compare(before.RootFs.Get("d").Get("a"), stacks.After.RootFs.Resolve("d/a"))), StringComparer.Ordinal);
        Assert.Empty(TreeComparison.Compare(before.RootFs.Get("d").Get("b"), stacks.After.RootFs.Resolve("d/b")));
    }
}
