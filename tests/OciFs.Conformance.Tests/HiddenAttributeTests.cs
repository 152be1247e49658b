using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using static OciFs.Reference.TestEntry;

namespace OciFs.Conformance.Tests;

/// <summary>The attributes that tell which layer brought a file, as programs ask the kernel for them.</summary>
public sealed class HiddenAttributeTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly BuiltImage image;
    private readonly MountPoint mount;

    public HiddenAttributeTests()
    {
        var layout = new LayoutBuilder(System.IO.Directory.CreateDirectory(folder["layout"]).FullName);
        image = layout.AddImage(
        [
            Layer(Directory("dir").WithXattr("user.low", "1"), File("dir/low", "0"), File("linked", "0"), File("replaced", "0"), Directory("low")),
            Layer(Directory("dir").WithXattr("user.up", "2"), File("dir/up", "1"), File("replaced", "1"), Symlink("link", "linked"), Fifo("pipe")),
            Layer(
                File("dir/top", "2"), HardLink("again", "linked"), File("own", "2"), HardLink("own-again", "own"),
                File("liar", "2").WithXattr("user.ocifs.layer", "77").WithXattr("user.ocifs.digest", "sha256:77").WithXattr("user.ocifs.created_by", "nobody")
                    .WithXattr("user.ocifs.other", "kept").WithXattr("user.own", "kept"),
                File("./low/file", "2")),
        ]);
        layout.Name("image", image.Manifest).Write();
        mount = MountPoint.Of($"oci:{layout.Folder}");
    }

    [Theory]
    [InlineData("dir/low", 0)]
    [InlineData("dir/up", 1)]
    [InlineData("dir/top", 2)]
    [InlineData("replaced", 1)]
    [InlineData("dir", 1)] // All three layers have files in it; the second one says what it is like.
    [InlineData("low", 0)]
    [InlineData("linked", 0)]
    [InlineData("again", 0)] // One file with the one above, whichever name it is asked by.
    [InlineData("own-again", 2)]
    [InlineData("liar", 2)]
    public void A_file_tells_the_layer_that_brought_it(string path, int layer)
    {
        Assert.Equal($"{layer:00}", Attribute(path, "layer"));
        Assert.Equal(image.Layers[layer].Digest, Attribute(path, "digest"));
        Assert.Equal($"layer {layer}", Attribute(path, "created_by"));
    }

    [Fact]
    public void The_root_is_of_the_layer_that_describes_it()
    {
        var layer = int.Parse(Attribute(".", "layer"));
        Assert.Equal(image.Layers[layer].Digest, Attribute(".", "digest"));
        Assert.Equal("00", Command.Run("getfattr", "--only-values", "-n", "user.ocifs.layer", mount["images/image/platforms/linux-amd64/layers/00/rootfs"]).Ok());
    }

    [Theory]
    [InlineData("link")]
    [InlineData("pipe")]
    public void Of_links_and_special_files_the_kernel_answers_itself_that_they_have_none(string path)
    {
        // xattr_permission in fs/xattr.c: names of user.* are for regular files and directories.
        foreach (var name in new[] { "layer", "digest", "created_by" })
        {
            var refused = Command.Run("getfattr", "-h", "--only-values", "-n", $"user.ocifs.{name}", PathOf(path));
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("No such attribute", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void None_of_them_is_listed_not_even_where_the_image_has_it()
    {
        Assert.Equal(
            ["user.ocifs.other=\"kept\"", "user.own=\"kept\"", "user.up=\"2\""],
            Command.Shell("cd \"$1\" && getfattr -R -h -d -m - . | grep = | sort -u", PathOf(".")).Lines());
        Assert.Empty(Command.Run("getfattr", "-d", "-m", "-", PathOf("own")).Ok());
        const string List = "import os,sys; print(sorted(os.listxattr(sys.argv[1])))";
        Assert.Equal("['user.ocifs.other', 'user.own']\n", Command.Run("python3", "-c", List, PathOf("liar")).Ok());
        Assert.Equal("[]\n", Command.Run("python3", "-c", List, PathOf("own")).Ok());
    }

    [Fact]
    public void What_a_layer_has_under_these_names_is_seen_in_the_layer_alone()
    {
        var alone = mount["images/image/platforms/linux-amd64/layers/02/diff/liar"];
        Assert.Equal("77", Command.Run("getfattr", "--only-values", "-n", "user.ocifs.layer", alone).Ok());
        Assert.NotEqual(0, Command.Run("getfattr", "-n", "user.ocifs.nothing", PathOf("own")).ExitCode);
    }

    public void Dispose()
    {
        mount.Dispose();
        folder.Dispose();
    }

    private static LayerBlob Layer(params TestEntry[] entries) => LayerBlob.Of(LayerBuilder.Tar([.. entries]), LayerCompression.Gzip);

    private string PathOf(string path) => mount[$"images/image/rootfs/{path}"];

    private string Attribute(string path, string name) => Command.Run("getfattr", "--only-values", "-n", $"user.ocifs.{name}", PathOf(path)).Ok();
}
