using OciFs.Reference;
using OciFs.Reference.Stacks;

namespace OciFs.Tests.Views;

/// <summary>Stacks that random runs found us wrong about, shrunk.</summary>
public sealed class FoundStacksTests
{
    [Fact]
    public void AFolderOfAMarkersNameHidesNothingFromLinks() => AssertSame(LayerStack.Of(
        [TestEntry.File("a")],
        [TestEntry.File(".wh.a/b"), TestEntry.HardLink("b", "a")]));

    [Fact]
    public void AMarkerAndAFolderOfItsNameAreBothThere()
    {
        AssertSame(LayerStack.Of([TestEntry.File("a")], [TestEntry.File(".wh.a"), TestEntry.File(".wh.a/b")]));
        AssertSame(LayerStack.Of([TestEntry.File("a")], [TestEntry.File(".wh.a/b"), TestEntry.File(".wh.a")]));
        AssertSame(LayerStack.Of(
            [TestEntry.File("d/a"), TestEntry.File("d/b")],
            [TestEntry.File("d/.wh.a"), TestEntry.File("d/.wh.a/b"), TestEntry.File("d"), TestEntry.Directory("d")]));
        AssertSame(LayerStack.Of(
            [TestEntry.File("d/a"), TestEntry.File("e/a")],
            [TestEntry.File("d/.wh..wh..opq"), TestEntry.File("d/.wh..wh..opq/x"), TestEntry.File("e/.wh.a"), TestEntry.File("e/.wh.a/f"), TestEntry.File("e/.wh.a/f/g")]));
    }

    [Fact]
    public void ALongNameThatDotsTakeBackIsNone() =>
        AssertSame(LayerStack.Of([TestEntry.File($"b/{new string('m', 256)}/..")]));

    [Fact]
    public void TheLastLinkToALowerFileDescribesIt() => AssertSame(LayerStack.Of(
        [TestEntry.File("c")],
        [
            TestEntry.HardLink("a", "c") with { Mode = 0x3ff }, TestEntry.HardLink("b", "c").WithXattr("user.x", "2") with { Mode = 0x3fe },
            TestEntry.HardLink("d", "a") with { Mode = 0 },
        ]));

    [Fact]
    public void ADirectoryOfTheLayerHidesTheLinkThatALowerOneHasThere() => AssertSame(LayerStack.Of(
        [TestEntry.File("t/f"), TestEntry.Symlink("d", "t"), TestEntry.Symlink("e", "t")],
        [TestEntry.Directory("d"), TestEntry.HardLink("hidden", "d/f"), TestEntry.HardLink("found", "e/f")]));

    [Fact]
    public void LowerLinksOnTheWayOfATargetMayGoUp()
    {
        var stack = LayerStack.Of(
            [TestEntry.File("t/f"), TestEntry.Symlink("s/up", "../t"), TestEntry.Symlink("s/beyond", "../../../t"), TestEntry.Symlink("s/root", "/s/./up")],
            [TestEntry.HardLink("a", "s/up/f"), TestEntry.HardLink("b", "s/beyond/f"), TestEntry.HardLink("c", "s/root/f")]);
        AssertSame(stack);

        // A link that is told is left out of the comparison.
        using var opened = new OpenedStack(stack);
        Assert.Equal(4u, opened.Tree.GetAttributes(opened.At("images", "image", "platforms", "linux-amd64", "rootfs", "a")).Links);
        Assert.Empty(opened.Errors());
    }

    private static void AssertSame(LayerStack stack) => Assert.Empty(RootfsAgainstReferenceTests.Differences(stack));
}
