using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests;

/// <summary>Containers run from the mount: read-only as it is, and writable through a kernel overlay over it.</summary>
[Collection(SharedSample.Name)]
public sealed class ContainerTests(SampleMount mount)
{
    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void AContainerRunsOnTheMount(string runtime)
    {
        using var bundle = new Bundle(mount.RootFs, readOnly: true, "cat /srv/demo/hello; id -u; touch /new || echo no");
        var result = bundle.Run(runtime);
        Assert.Equal("Hello from layer 01\n0\nno\n", result.Ok());
        Assert.Contains("Read-only file system", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runc")]
    [InlineData("crun")]
    public void AContainerRunsOnAnOverlayOfTheMount(string runtime)
    {
        using var overlay = new Overlay(mount.RootFs);
        const string Script = "echo more >>/srv/demo/hello; cat /srv/demo/hello; rm -r /usr/share; ls /usr/share || echo gone";
        using var bundle = new Bundle(overlay.Path, readOnly: false, Script);
        Assert.Equal("Hello from layer 01\nmore\ngone\n", bundle.Run(runtime).Ok());
        Assert.Equal("Hello from layer 01\n", File.ReadAllText(Path.Combine(mount.RootFs, "srv/demo/hello")));
        Assert.True(Directory.Exists(Path.Combine(mount.RootFs, "usr/share")));
    }

    [Fact]
    public void AnOverlayCopiesUpWithAttributes()
    {
        using var overlay = new Overlay(mount.RootFs);
        const string Change = "cd \"$1\" && chmod 600 srv/demo/hello && getfattr --only-values -n user.demo.note srv/demo/hello";
        Assert.Equal("kept in the layer", Command.Shell(Change, overlay.Path).Ok());
    }
}
