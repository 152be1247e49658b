using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests;

/// <summary>The merged layers of the sample: both platforms against umoci, and one by one what its layers hold.</summary>
[Collection(SharedSample.Name)]
public sealed class SampleRootFsTests(SampleMount mount)
{
    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    public void ARootFsIsWhatUmociUnpacks(string architecture)
    {
        using var folder = new TempFolder();
        SampleImages.WriteSeparated(folder["layout"]);
        using var unpacked = new UmociRootfs(folder["layout"], architecture);
        var shown = Path.Combine(mount.Image, "platforms", Platform.Folder(architecture), "rootfs");
        TreeAssert.Same(TreeTable.Of(unpacked.Path), TreeTable.Of(shown));
    }

    [Fact]
    public void ALayerAloneShowsItsMarkers()
    {
        Assert.True(File.Exists(Path.Combine(mount.Layers, "02/diff/srv/demo/.wh.old")));
        Assert.True(File.Exists(Path.Combine(mount.Layers, "02/diff/etc/.wh.motd")));
        Assert.True(File.Exists(Path.Combine(mount.Layers, "03/diff/srv/demo/conf.d/.wh..wh..opq")));
        Assert.Equal("20-only\n", Command.Run("ls", Path.Combine(mount.Layers, "03/diff/srv/demo/conf.d")).Ok());
    }

    [Fact]
    public void NoMarkerIsInARootFs() => Assert.Empty(Command.Run("find", mount.RootFs, "-name", ".wh.*").Ok());

    [Fact]
    public void ARootFsOfFewerLayersIsTheImageAtThatTime()
    {
        Assert.False(Directory.Exists(Path.Combine(mount.Layers, "00/rootfs/srv/demo")));
        Assert.Equal("to be removed\n", File.ReadAllText(Path.Combine(mount.Layers, "01/rootfs/srv/demo/old/file")));
        Assert.False(Directory.Exists(Path.Combine(mount.Layers, "02/rootfs/srv/demo/old")));
        Assert.True(File.Exists(Path.Combine(mount.Layers, "02/rootfs/srv/demo/conf.d/10-default")));
        Assert.False(File.Exists(Path.Combine(mount.Layers, "03/rootfs/srv/demo/conf.d/10-default")));
    }

    [Fact]
    public void AttributesTellWhereAFileIsFrom()
    {
        var layer = SampleImages.Manifest(Platform.HostArchitecture).Items("layers").ElementAt(1).Text("digest");
        Assert.Equal("01", Attribute("user.ocifs.layer"));
        Assert.Equal(layer, Attribute("user.ocifs.digest"));
        Assert.Equal("add /srv/demo", Attribute("user.ocifs.created_by"));
        Assert.Equal("kept in the layer", Attribute("user.demo.note"));
    }

    [Fact]
    public void OnlyTheLayersOwnAttributesAreListed() =>
        Assert.Equal(["user.demo.note=\"kept in the layer\""], mount.Shell("getfattr -d -m - srv/demo/hello | grep =").Lines());

    [Fact]
    public void InodeNumbersSurviveARemount()
    {
        using var other = MountPoint.Of($"oci:{Layouts.Sample}");
        const string Numbers = "cd \"$1\" && find platforms -printf '%i %p\\n'";
        Assert.Equal(
            Command.Shell(Numbers, mount.Image).Ok(), Command.Shell(Numbers, other[$"images/{Layouts.SampleSegment}"]).Ok());
    }

    private string Attribute(string name) => mount.Shell($"getfattr --only-values -n {name} srv/demo/hello").Ok();
}
