using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests;

/// <summary>Aliases of <c>images/</c> through a mount, as shells and programs meet them.</summary>
public sealed class AliasTests : IDisposable
{
    private const string Folder = "docker.io~library~alpine:latest";

    /// <summary>A second is promised; a machine that is busy with other things gets more.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly TempFolder _folder = new();
    private readonly LayoutBuilder _layout;
    private readonly BuiltImage _image;

    public AliasTests()
    {
        _layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        _image = _layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("who", "alpine")]))]);
        _layout.Name("docker.io/library/alpine:latest", _image.Manifest).Write();
    }

    [Fact]
    public void Aliases_are_links_that_are_followed_and_not_listed()
    {
        using var mount = MountPoint.Of(_layout.Folder);
        var digest = _image.Manifest.Digest;
        var id = Command.Run("sha256sum", mount[$"images/{Folder}/config"]).Ok()[..64];
        string[] aliases = ["alpine", "alpine:latest", "docker.io~alpine", $"alpine@{digest}", digest, digest["sha256:".Length..], id, $"sha256:{id}", id[..3], id[..12], $"sha256:{id[..12]}"];
        Assert.All(aliases, alias =>
        {
            Assert.Equal(Folder, Command.Run("readlink", mount[$"images/{alias}"]).Ok().Trim());
            Assert.Equal("alpine", Command.Run("cat", mount[$"images/{alias}/rootfs/who"]).Ok());
            Assert.Equal(mount[$"images/{Folder}"], Command.Run("realpath", mount[$"images/{alias}"]).Ok().Trim());
        });
        Assert.Equal(Folder, Command.Run("ls", mount["images"]).Ok().Trim());
        Assert.All(new[] { "alpine:3", "zzz", id[..2], "ALPINE", $"other@{digest}" }, name => Assert.False(Path.Exists(mount[$"images/{name}"])));
    }

    [Fact]
    public void An_alias_follows_the_store()
    {
        using var mount = MountPoint.Of(_layout.Folder);
        var alias = mount[$"images/{_image.Manifest.Digest}"];
        Assert.Equal(Folder, new FileInfo(alias).LinkTarget);

        var again = new LayoutBuilder(_layout.Folder);
        again.Name("other:1", _image.Manifest).Write();

        Assert.True(SpinWait.SpinUntil(() => new FileInfo(alias).LinkTarget == "other:1", Soon));
        Assert.False(Path.Exists(mount["images/alpine"]));
        Assert.Equal("alpine", File.ReadAllText($"{alias}/rootfs/who"));
    }

    [Fact]
    public void An_inode_number_is_the_same_in_the_next_mount()
    {
        string Inode()
        {
            using var mount = MountPoint.Of(_layout.Folder);
            return Command.Run("stat", "-c", "%i %F", mount["images/alpine"]).Ok();
        }

        var first = Inode();
        Assert.EndsWith("symbolic link\n", first, StringComparison.Ordinal);
        Assert.Equal(first, Inode());
    }

    public void Dispose() => _folder.Dispose();
}
