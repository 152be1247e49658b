using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests;

/// <summary>Places where nothing can be mounted, and options of mount.</summary>
public sealed class MountPointTests
{
    private static readonly string Source = $"oci:{Layouts.Sample}";

    [Fact]
    public void AMountPointMustExist()
    {
        using var point = new MountPoint();
        Command.Ocifs("mount", Source, point["missing"]).FailsInOneLine(1, point["missing"]);
    }

    [Fact]
    public void AMountPointMustBeAFolder()
    {
        using var point = new MountPoint();
        File.WriteAllText(point["file"], "");
        Command.Ocifs("mount", Source, point["file"]).FailsInOneLine(1, point["file"]);
    }

    [Fact]
    public void AMountPointMustBeEmpty()
    {
        using var point = new MountPoint();
        File.WriteAllText(point["file"], "");
        point.Mount(Source).FailsInOneLine(1, point.Path, "empty");
        Assert.False(MountTable.Contains(point.Path));
    }

    [Fact]
    public void AMountPointMustNotBeMountedAlready()
    {
        using var point = MountPoint.Of(Source);
        point.Mount(Source).FailsInOneLine(1, point.Path, "mounted");
        point.Unmount().Ok();
        Assert.False(MountTable.Contains(point.Path));
    }

    [Fact]
    public void ThePlatformCanBeChosen()
    {
        using var point = MountPoint.Of(Source, "--platform", $"linux/{Platform.OtherArchitecture}");
        var rootfs = new FileInfo(point[$"images/{Layouts.SampleSegment}/rootfs"]);
        Assert.Equal($"platforms/{Platform.Folder(Platform.OtherArchitecture)}/rootfs", rootfs.LinkTarget);
    }

    [Fact]
    public void OneImagesRootFsCanBeMountedAlone()
    {
        using var point = MountPoint.Of($"{Source}:{Layouts.SampleName}", "--rootfs");
        Assert.Equal("Hello from layer 01\n", File.ReadAllText(point["srv/demo/hello"]));
    }

    [Fact]
    public void MountNeedsNoSubcommandSoThatFstabWorks()
    {
        using var point = new MountPoint();
        Command.Ocifs(Source, point.Path, "-o", "ro,nosuid,nodev").Ok();
        Assert.True(Directory.Exists(point["images"]));
    }

    [Fact]
    public void AnUnknownOptionIsAnError()
    {
        using var point = new MountPoint();
        point.Mount(Source, "-o", "ro,nosuchoption").FailsInOneLine(2, "nosuchoption");
        Assert.False(MountTable.Contains(point.Path));
    }
}
