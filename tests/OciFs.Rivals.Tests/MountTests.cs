using OciFs.Conformance.Tests.Mounts;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Trees;
using OciFs.Tests.Views;

namespace OciFs.Rivals.Tests;

/// <summary>One mount with an image for each archive: through the kernel each tree is the one that <see cref="UnpackedTests"/> judges.</summary>
public sealed class MountTests
{
    private const string NoId = "4294967295", OverflowId = "65534";

    private static readonly string[] Names = [.. UnpackedTests.SoundNames];

    [Fact]
    public void The_kernel_shows_what_the_core_does()
    {
        using var folder = new TempFolder();
        Build(new LayoutBuilder(folder.Path)).Write();
        using var mount = MountPoint.Of($"oci:{folder.Path}");
        using var opened = new OpenedStack(layout => Build(layout));

        for (var i = 0; i < Names.Length; i++)
        {
            var core = TreeDump.Of(opened.Tree, opened.At("images", Image(i), "platforms", "linux-amd64", "rootfs"));
            var differences = TreeComparison.Differences(AsTheKernelHasIt(core), TreeTable.Of(mount[$"images/{Image(i)}/platforms/linux-amd64/rootfs"]));
            Assert.True(differences.Count == 0, $"{Names[i]}:\n{string.Join('\n', differences)}");
        }
    }

    /// <summary>An owner of -1 is no owner to Linux: it shows the overflow ids in its place (proc(5), overflowuid).</summary>
    private static TreeTable AsTheKernelHasIt(TreeTable core) => new([.. core.Rows.Select(row =>
        row with { Uid = row.Uid == NoId ? OverflowId : row.Uid, Gid = row.Gid == NoId ? OverflowId : row.Gid })]);

    private static LayoutBuilder Build(LayoutBuilder layout)
    {
        for (var i = 0; i < Names.Length; i++)
            layout.Name(Image(i), layout.AddImage([Archives.Layer(Names[i])]).Manifest);
        return layout;
    }

    private static string Image(int number) => $"archive-{number}";
}
