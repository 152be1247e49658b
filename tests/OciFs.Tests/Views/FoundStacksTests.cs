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

    private static void AssertSame(LayerStack stack) => Assert.Empty(RootfsAgainstReferenceTests.Differences(stack));
}
