using OciFs.Cli.Arguments;

namespace OciFs.Cli.Tests;

/// <summary>Where <c>IMAGE:PATH</c> is split, and what is told where it cannot be.</summary>
public sealed class ImagePathTests
{
    [Theory]
    [InlineData("./layout:tag:/etc/passwd", "./layout:tag", "/etc/passwd")]
    [InlineData("./layout:/etc", "./layout", "/etc")]
    [InlineData("containers-storage:alpine:/etc", "containers-storage:alpine", "/etc")]
    [InlineData("containers-storage::/etc", "containers-storage:", "/etc")]
    [InlineData("containers-storage:/root/store:/etc", "containers-storage:/root/store", "/etc")]
    [InlineData("containers-storage:/root/store:alpine:3.20:/etc", "containers-storage:/root/store:alpine:3.20", "/etc")]
    [InlineData("containers-storage:[overlay@/root/store]docker.io/library/alpine:3.20:/etc", "containers-storage:[overlay@/root/store]docker.io/library/alpine:3.20", "/etc")]
    [InlineData("oci:/abs/layout:/etc", "oci:/abs/layout", "/etc")]
    [InlineData("oci:/abs/layout:tag:/", "oci:/abs/layout:tag", "/")]
    [InlineData("oci:/abs/layout://images/x/digest", "oci:/abs/layout", "//images/x/digest")]
    [InlineData("docker://registry:5000/a/b:1:/etc/passwd", "docker://registry:5000/a/b:1", "/etc/passwd")]
    [InlineData("a@sha256:00:/x", "a@sha256:00", "/x")]
    [InlineData("./saved.tar:/a b/\u00fc", "./saved.tar", "/a b/\u00fc")]
    [InlineData("./saved.tar:/a\udcff", "./saved.tar", "/a\udcff")]
    [InlineData("./l:/a:b/c", "./l", "/a:b/c")]
    [InlineData("./l:/a:/b", "./l:/a", "/b")]
    public void TheLastColonBeforeASlashSplits(string word, string image, string path) =>
        Assert.Equal(new ImagePath(image, path), ImagePath.Parse(word));

    [Theory]
    [InlineData("")]
    [InlineData("./file")]
    [InlineData("/etc/passwd")]
    [InlineData("./layout:tag")]
    [InlineData("./layout:tag:etc/passwd")]
    [InlineData(":/etc/passwd")]
    public void AWordWithoutAPathIsAUsageErrorWithAnExample(string word) =>
        Assert.Contains("as ./layout:tag:/etc/passwd", Assert.Throws<UsageException>(() => ImagePath.Parse(word)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("containers-storage:/root/store")]
    [InlineData("oci:/abs/layout")]
    [InlineData("docker://alpine")]
    [InlineData("docker-archive:/a.tar")]
    public void AStoreAloneIsNotTakenForAnImage(string word) =>
        Assert.Contains("a store without a PATH", Assert.Throws<UsageException>(() => ImagePath.Parse(word)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("/etc/", "etc")]
    [InlineData("//images/x", "x")]
    [InlineData("/", "")]
    [InlineData("//", "")]
    [InlineData("/etc/.", "")]
    [InlineData("/etc/..", "")]
    [InlineData("/etc/...", "...")]
    public void TheLastNameOfAPathIsThatOfTheCopy(string path, string name) =>
        Assert.Equal(ByteText.Encode(name), CopyTarget.LastName(ByteText.Encode(path)));
}
