using OciFs.Cli.Arguments;
using OciFs.Cli.Commands;

namespace OciFs.Cli.Tests;

/// <summary>Long options of mount within <c>-o</c>, and the words of mount(8)'s helpers.</summary>
public sealed class LongMountOptionsTests
{
    [Theory]
    [InlineData("mount -o ro,platform=linux/arm64,uid=7 a b", "mount --platform=linux/arm64 -o ro,uid=7 a b")]
    [InlineData("mount a b -orootfs,namespace=k8s.io", "mount a b --rootfs --namespace=k8s.io")]
    [InlineData("mount --options=ro,rootfs a b", "mount --rootfs -o ro a b")]
    [InlineData("mount -o=ro a b", "mount -o ro a b")]
    [InlineData("mount -o rootfs=1,platform,foreground a b", "mount -o rootfs=1,platform,foreground a b")]
    [InlineData("mount a -- -o rootfs", "mount a -- -o rootfs")]
    [InlineData("mount a b -o", "mount a b -o")]
    public void WhatHasALongFormIsGivenInIt(string given, string words) =>
        Assert.Equal(words, string.Join(' ', LongMountOptions.Spread(given.Split(' '), MountCommand.LongOptions)));

    [Theory]
    [InlineData("a b -o ro", "mount --quiet a b -o ro")]
    [InlineData("a b -sn -v -t fuse.ocifs -o ro", "mount a b -o ro")]
    [InlineData("mounts images", "mount --quiet mounts images")]
    [InlineData("a b -N 1", "mount --quiet a b -N 1")]
    public void AHelpersWordsAreThoseOfMount(string given, string words) => Assert.Equal(words, string.Join(' ', MountHelperArguments.OfHelper(given.Split(' '))!));

    [Fact]
    public void AFakeMountHasNone() => Assert.Null(MountHelperArguments.OfHelper(["a", "b", "-fv"]));
}
