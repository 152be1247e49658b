using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>Archives of real tools that were damaged afterwards: what is wrong is told, and what is whole is shown.</summary>
public sealed class DamagedArchiveTests(ToolArchives archives) : IClassFixture<ToolArchives>
{
    /// <summary>The end of the archive has the documents (docker), or a blob and then the documents (skopeo).</summary>
    [Theory]
    [InlineData("docker-old")]
    [InlineData("skopeo-oci-one")]
    public void AnArchiveThatIsCutBeforeItsDocumentsIsRefused(string name)
    {
        foreach (var program in (string[])["", "gzip", "zstd"])
        {
            var path = Damaged(archives[name, program], "truncate -s $(($(stat -c %s \"$1\") / 2)) \"$1\"");
            var result = Command.Ocifs("images", path);
            result.FailsInOneLine(1, path);
            Assert.Matches(program.Length == 0 ? "cut short" : "breaks off|cannot be decompressed", result.Error);
        }
    }

    [Fact]
    public void AnArchiveThatIsCutBehindItsDocumentsShowsWhatIsWhole()
    {
        var path = Repacked("podman-multi", "tar cf \"$1\" manifest.json $(ls *.json | grep -v manifest) $(ls -Sr *.tar)", "truncate -s -200000 \"$1\"");
        using var mount = MountPoint.Of(path);
        foreach (var image in (string[])["one", "two"])
        {
            Assert.Contains("does not have this layer", File.ReadAllText(mount[$"images/example.com~{image}:1/error"]), StringComparison.Ordinal);
            Assert.NotEqual(0, Command.Run("ls", mount[$"images/example.com~{image}:1/rootfs/"]).ExitCode);
        }

        Assert.Equal("two\n", File.ReadAllText(mount[$"images/example.com~two:1/platforms/{Platform.Host}/layers/01/diff/etc/two"]));
        Assert.Contains("cut short", File.ReadAllText(mount[".ocifs/status.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void OfTwoMembersOfOneNameTheLastIsReadAndItIsTold()
    {
        var path = Repacked("docker-new", "tar cf \"$1\" * && sed -i s,example.com,example.org,g index.json && tar rf \"$1\" index.json", "");
        using var mount = MountPoint.Of(path);
        Assert.Equal("example.org~one:1\nexample.org~two:1\n", Command.Run("ls", mount["images"]).Ok());
        Assert.Contains("two members named index.json", File.ReadAllText(mount[".ocifs/status.json"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rm $(ls -S *.tar | head -1)", "does not have this layer")]
    [InlineData("f=$(ls -S *.tar | head -1); rm $f; ln -s $f $f", "does not have this layer")]
    public void ALayerThatIsMissingIsToldAndTheOthersAreShown(string damage, string told)
    {
        var path = Repacked("podman-docker", $"{damage}; tar cf \"$1\" *", "");
        using var mount = MountPoint.Of(path);
        var image = mount["images/example.com~one:1"];
        Assert.NotEqual(0, Command.Run("ls", "-l", $"{image}/rootfs/").ExitCode);
        Assert.Contains(told, File.ReadAllText($"{image}/error"), StringComparison.Ordinal);
        Assert.Equal("upper\n", File.ReadAllText($"{image}/platforms/{Platform.Host}/layers/01/diff/dir/opaque/upper"));
    }

    /// <summary>Also where the index of the layer is in the cache from a sound archive.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BytesThatAreWrongAreNotGiven(bool isIndexed)
    {
        if (isIndexed)
            Command.Ocifs("index", archives["podman-docker", ""]).Ok();
        else
            Command.Run("rm", "-rf", IndexCache.Folder).Ok();
        var path = Repacked("podman-docker", "perl -pi -e 's/^12345$/12354/' $(ls -S *.tar | head -1); tar cf \"$1\" *", "");
        using var mount = MountPoint.Of(path);
        Assert.Contains("Input/output error", Command.Run("cat", mount[$"images/example.com~one:1/platforms/{Platform.Host}/layers/00/diff/etc/numbers"]).Error, StringComparison.Ordinal);
        Assert.Equal("upper\n", File.ReadAllText(mount[$"images/example.com~one:1/platforms/{Platform.Host}/layers/01/diff/dir/opaque/upper"]));
    }

    [Theory]
    [InlineData("../../../etc/passwd", "leads out of the archive")]
    [InlineData("gone.json", "no member gone.json")]
    public void AConfigThatIsNotInTheArchiveIsToldAndItsNeighbourShown(string config, string told)
    {
        var path = Repacked("podman-multi", $"sed -i -E 's,\"Config\":\"[^\"]*\",\"Config\":\"{config}\",' manifest.json; tar cf \"$1\" *", "");
        using var mount = MountPoint.Of(path);
        Assert.Equal("example.com~two:1\n", Command.Run("ls", mount["images"]).Ok());
        Assert.Contains(told, File.ReadAllText(mount[".ocifs/status.json"]), StringComparison.Ordinal);
        Assert.Equal("two\n", File.ReadAllText(mount["images/example.com~two:1/rootfs/etc/two"]));
    }

    private string Damaged(string source, string damage)
    {
        var path = archives.PathOf(Guid.NewGuid().ToString("N"));
        File.Copy(source, path);
        Command.Shell(damage, path).Ok();
        return path;
    }

    /// <summary>Unpacks an archive, runs a line of shell in it that packs it anew to $1, and another on that.</summary>
    private string Repacked(string name, string pack, string damage)
    {
        var path = archives.PathOf(Guid.NewGuid().ToString("N"));
        Command.Shell("mkdir \"$1.d\" && cd \"$1.d\" && tar xf \"$2\" && chmod -R u+w . && eval \"$3\" && eval \"$4\" && rm -r \"$1.d\"", path, archives[name, ""], pack, damage).Ok();
        return path;
    }
}
