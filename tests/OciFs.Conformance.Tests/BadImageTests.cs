using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests;

/// <summary>One image in a store is bad: its folder tells why, no wrong byte is ever read, and its neighbours do not notice.</summary>
public sealed class BadImageTests(BadMount mount) : IClassFixture<BadMount>
{
    public static TheoryData<string> Bad => [.. BadLayout.Names];

    [Theory]
    [MemberData(nameof(Bad))]
    public void TheErrorFileTellsWhatIsWrong(string name)
    {
        var image = mount[$"images/{name}"];
        LookAt(image);
        var lines = Command.Run("cat", $"{image}/error").Lines();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.DoesNotContain("Exception", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(mount.Image(name).Mention));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void NoWrongByteIsRead(string name)
    {
        var file = mount[$"images/{name}/platforms/linux-amd64/rootfs/file"];
        var result = Command.Run("cat", file);
        if (result.ExitCode == 0)
            Assert.Equal(BadLayer.Content(name), result.Output);
        else
            Assert.Matches("Input/output error|No such file or directory", result.Error);
    }

    [Fact]
    public void ADamagedBlobCannotBeRead()
    {
        var hex = mount.Image("layer-other").Culprit.Split(':')[1];
        Assert.Contains("Input/output error", Command.Run("cat", mount[$"blobs/sha256/{hex}"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatLeaveTheRootStayInside()
    {
        LookAt(mount["images/dotdot"]);
        Assert.Equal("inside\n", File.ReadAllText(mount["images/dotdot/platforms/linux-amd64/rootfs/escaped"]));
    }

    [Fact]
    public void ManyPathsToOneManifestCostNothing() =>
        Assert.Equal("sound\n", File.ReadAllText(mount["images/index-bomb/platforms/linux-amd64/rootfs/base"]));

    [Fact]
    public void ASoundNeighbourIsWhole()
    {
        foreach (var name in BadLayout.Names)
            LookAt(mount[$"images/{name}"]);
        var rootfs = mount["images/sound/platforms/linux-amd64/rootfs"];
        Assert.Equal("sound\n", File.ReadAllText(Path.Combine(rootfs, "base")));
        Assert.Equal(BadLayer.Content("sound"), File.ReadAllText(Path.Combine(rootfs, "file")));
        Assert.False(File.Exists(mount["images/sound/error"]));
    }

    [Fact]
    public void EveryImageIsListed()
    {
        var listed = Command.Run("ls", mount["images"]).Lines();
        Assert.Empty(BadLayout.Names.Append("sound").Except(listed, StringComparer.Ordinal));
    }

    /// <summary>Lists the image's root filesystem and reads the file that may be damaged, whatever comes of it.</summary>
    private static void LookAt(string image) =>
        Command.Shell("ls -R \"$1\"/platforms/*/rootfs/; cat \"$1\"/platforms/*/rootfs/file | wc -c", image);
}
