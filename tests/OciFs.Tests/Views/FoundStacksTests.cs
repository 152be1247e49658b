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

    private static void AssertSame(LayerStack stack) => Assert.Empty(RootfsAgainstReferenceTests.Differences(stack));
}
