using OciFs.Reference.Layout;
using OciFs.Reference.Stacks;
using OciFs.Reference.Trees;

namespace OciFs.Reference.Tests;

/// <summary>Whole images, built here and unpacked by umoci, which applies layers as the image-spec says.</summary>
public sealed class UmociTests
{
    [Theory]
    [InlineData(LayerCompression.None)]
    [InlineData(LayerCompression.Gzip)]
    public void Umoci_unpacks_what_the_applier_applies(LayerCompression compression)
    {
        var stack = LayerStack.Of(
            [
                TestEntry.Directory("etc") with { Mode = 0b111_000_000, Uid = 1, Modified = 1_111_111_111 },
                TestEntry.File("etc/passwd", "root"), TestEntry.File("etc/gone", "x"), TestEntry.HardLink("etc/shadow", "etc/passwd"),
                TestEntry.Directory("var"), TestEntry.File("var/old", "1"), TestEntry.Directory("opt"), TestEntry.File("opt/x", "2"),
                TestEntry.File("name\xff", "3"), TestEntry.Symlink("etc/link", "/var"),
            ],
            [
                TestEntry.Whiteout("etc/gone"), TestEntry.File("etc/passwd", "new") with { Uid = 7 }, TestEntry.Whiteout("name\xff"),
                TestEntry.Directory("var").WithXattr("user.a", "1") with { Mode = 0b001_111_111_111, Modified = 1_222_222_222 },
                TestEntry.File("opt", "a file now"), TestEntry.HardLink("opt2", "opt"), TestEntry.HardLink("old", "var/old"),
            ],
            [
                TestEntry.Opaque("var"), TestEntry.File("var/new", "4"), TestEntry.Directory("opt"), TestEntry.File("opt/y", "5"),
                TestEntry.Whiteout("nothing"), TestEntry.File("etc/deep/er", "6"),
            ]);
        AssertSame(stack, compression);
    }

    [Fact]
    public void Umoci_unpacks_random_stacks_as_the_applier_does()
    {
        var compared = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var stack = StackGenerator.Generate(seed, StackOptions.Agreed);
            if (Applied.Of(stack).Problems.Count > 0)
                continue;
            AssertSame(stack, LayerCompression.None);
            compared++;
        }

        Assert.InRange(compared, 20, 60);
    }

    private static void AssertSame(LayerStack stack, LayerCompression compression)
    {
        var start = DateTimeOffset.UtcNow;
        using var temp = new TempFolder();
        var layout = new LayoutBuilder(temp["layout"]);
        var image = layout.AddImage(stack.ToTars().Select(tar => LayerBlob.Of(tar, compression)));
        layout.Name("test", image.Manifest).Write();
        _ = Programs.Output("umoci", ["unpack", "--image", temp["layout"] + ":test", temp["bundle"]]);
        var unpacked = TreeTable.Of(Path.Combine(temp["bundle"], "rootfs")).WithRootTimeFree().WithTimesFreeFrom(start);
        Same.Tree(unpacked, Applied.Of(stack).Table, stack.ToString());
    }
}
