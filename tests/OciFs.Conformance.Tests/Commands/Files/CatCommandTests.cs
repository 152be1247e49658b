using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands.Files;

/// <summary><c>ocifs cat</c> is what cat(1) prints of a mount.</summary>
[Collection(SharedSample.Name)]
public sealed class CatCommandTests(SampleMount mount, CorpusMount corpus) : IClassFixture<CorpusMount>
{
    private static readonly string Image = $"oci:{Layouts.Sample}";

    [Fact]
    public void FilesOneAfterTheOther() => Assert.Empty(ListedImages.Differences(
        mount.RootFs,
        Image,
        "find . -type f -printf '/%P\\0' | sort -z >\"$out/paths\"; cut -z -c 2- \"$out/paths\" | xargs -0 cat -- | sha256sum",
        "xargs -0 -a \"$out/paths\" -n 1000 \"$ocifs\" cat \"$image\" | sha256sum"));

    [Theory]
    [InlineData("sparse-gnu-forms")]
    [InlineData("sparse-pax00-forms")]
    [InlineData("names")]
    public void OfACase(string name) => Assert.Empty(ListedImages.Differences(
        $"{corpus[name]}/rootfs",
        ListedImages.SourceOf(name),
        "find . -type f -printf '/%P\\0' | sort -z >\"$out/paths\"; cut -z -c 2- \"$out/paths\" | xargs -0 cat -- | sha256sum",
        "xargs -0 -a \"$out/paths\" -n 1000 \"$ocifs\" cat \"$image\" | sha256sum"));

    [Fact]
    public void LinksAreFollowedInTheImage() =>
        Assert.Equal(mount.Shell("cat usr/bin/mawk | sha256sum").Ok(), Command.Shell("\"$1\" cat \"$2\" /etc/alternatives/awk | sha256sum", Repository.Executable, Image).Ok());

    [Fact]
    public void WhatHasNoContentIsToldAndTheRestGoesOn()
    {
        var result = Command.Ocifs("cat", Image, "/etc", "/etc/debian_version", "/nothing", "/etc/hostname");
        Assert.Equal(mount.Shell("cat etc/debian_version etc/hostname").Ok(), result.Output);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["ocifs: /etc: is a directory (see: ocifs ls, ocifs cp)", "ocifs: /nothing: no such file"], result.Error.Split('\n')[..^1]);
    }

    [Fact]
    public void AReaderThatWentAwayIsNoError() =>
        Assert.Empty(Command.Shell("\"$1\" cat \"$2\" /usr/bin/perl | head -c 10 >/dev/null", Repository.Executable, Image).Error);

    [Fact]
    public void TheMountedTreeHasFilesToo() => Assert.Equal(
        File.ReadAllText(Path.Combine(mount.Image, "config")), Command.Ocifs("cat", Image, $"//images/{Layouts.SampleSegment}/config").Ok());
}
