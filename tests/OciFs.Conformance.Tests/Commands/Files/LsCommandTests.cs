using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands.Files;

/// <summary><c>ocifs ls</c> is what ls(1) of coreutils prints of a mount, byte for byte.</summary>
[Collection(SharedSample.Name)]
public sealed class LsCommandTests(SampleMount mount, CorpusMount corpus) : IClassFixture<CorpusMount>
{
    private static readonly string Image = $"oci:{Layouts.Sample}";

    public static TheoryData<string> Options =>
    [
        "-lR", "-R", "-lRA", "-lRiAns", "-lRh", "-lRt", "-lRtr", "-lRS", "-lRSr", "-RF", "-RAs", "-Ri", "-R1", "-lRr --full-time", "-d", "-ld", "-dF", "-RAhs", "-n",
        "-lRsi", "-lR --human-readable --almost-all",
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public void OfATree(string options) => Assert.Empty(ListedImages.Differences(
        mount.RootFs,
        Image,
        $"ls {LongIso(options)} {options} \"$PWD/\" | sed \"s|$PWD||\"",
        $"\"$ocifs\" ls {options} \"$image\""));

    [Theory]
    [InlineData("-la", "etc usr/lib/ dev srv")]
    [InlineData("-lF", "etc/passwd etc/shadow bin usr/bin/dpkg")]
    [InlineData("", "bin etc/passwd usr")]
    [InlineData("", "bin/ lib/")]
    [InlineData("-l", "bin")]
    [InlineData("-F", "bin sbin/")]
    [InlineData("-lt", "etc/passwd etc/group etc/fstab usr var")]
    [InlineData("-lS", "etc/pass* etc/g*")]
    [InlineData("-d", "usr/*/")]
    [InlineData("-1a", "srv/demo")]
    [InlineData("-l --full-time", "etc/passwd bin/")]
    public void OfSeveralPaths(string options, string paths) => Assert.Empty(ListedImages.Differences(
        mount.RootFs,
        Image,
        $"ls {LongIso(options)} {options} {string.Join(' ', paths.Split(' ').Select(path => $"$PWD/{path}"))} | sed \"s|$PWD||\"",
        $"\"$ocifs\" ls {options} \"$image\" {string.Join(' ', paths.Split(' ').Select(path => $"'/{path}'"))}"));

    [Fact]
    public void InNoOrder() => Assert.Equal(
        mount.Shell("ls -A usr/bin").Lines().Order(StringComparer.Ordinal), Command.Ocifs("ls", "-AU", Image, "/usr/bin").Lines().Order(StringComparer.Ordinal));

    [Fact]
    public void OfAllCases()
    {
        var differences = ListedImages.Cases.Select(name => (name, Diff: ListedImages.Differences(
            $"{corpus[name]}/rootfs",
            ListedImages.SourceOf(name),
            "ls -lRAin --time-style=long-iso . | sed 's|^\\./|/|; s|^\\.:|/:|'",
            "\"$ocifs\" ls -lRAin \"$image\""))).Where(row => row.Diff.Length > 0).ToDictionary(row => row.name, row => row.Diff, StringComparer.Ordinal);

        // The kernel has no owner of 2^32-1, and shows another.
        Assert.Contains("65534", differences.GetValueOrDefault("owner-max"), StringComparison.Ordinal);
        Assert.Contains("65534", differences.GetValueOrDefault("owner-neg"), StringComparison.Ordinal);
        Assert.Equal(["owner-max", "owner-neg"], differences.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("", 80)]
    [InlineData("-a", 43)]
    [InlineData("-A", 200)]
    [InlineData("-F", 5)]
    [InlineData("-is", 120)]
    [InlineData("-r", 133)]
    public void InColumnsOnATerminal(string options, int width) => Assert.Empty(ListedImages.Differences(
        mount.RootFs,
        Image,
        $"ls -C -T 0 -w {width} --quoting-style=shell-escape {options} etc/ | cat",
        $"NO_COLOR=1 TERM=xterm script -qec \"stty cols {width}; '$ocifs' ls {options} '$image' /etc/\" /dev/null | tr -d '\\r'"));

    [Theory]
    [InlineData("-1")]
    [InlineData("-n")]
    [InlineData("")]
    public void OddNamesAreQuotedOnATerminal(string options) => Assert.Empty(ListedImages.Differences(
        $"{corpus["names"]}/rootfs",
        ListedImages.SourceOf("names"),
        $"LC_ALL=C.UTF-8 ls {(options.Length == 0 ? "-C" : options)} -A -T 0 -w 80 --time-style=long-iso --quoting-style=shell-escape",
        $"NO_COLOR=1 TERM=xterm script -qec \"stty cols 80; '$ocifs' ls -A {options} '$image'\" /dev/null | tr -d '\\r'"));

    [Fact]
    public void ColoursAreOfATerminalOnly()
    {
        Assert.Contains("\e[01;34metc\e[0m", Command.Run("env", "-u", "NO_COLOR", "TERM=xterm", "script", "-qec", $"{Repository.Executable} ls {Image}", "/dev/null").Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', Command.Ocifs("ls", Image).Ok());
    }

    [Fact]
    public void NamesEndWithNull() => Assert.Empty(ListedImages.Differences(
        $"{corpus["names"]}/rootfs", ListedImages.SourceOf("names"), "ls -A --zero", "\"$ocifs\" ls -A0 \"$image\""));

    [Fact]
    public void WhatFailsIsToldAndTheRestGoesOn()
    {
        var result = Command.Ocifs("ls", "-d", Image, "/etc/passwd", "/nothing", "/etc/passwd/below", "/etc/group");
        Assert.Equal("/etc/group\n/etc/passwd\n", result.Output);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["ocifs: /nothing: no such file", "ocifs: /etc/passwd/below: not a directory"], result.Error.Split('\n')[..^1]);
    }

    [Fact]
    public void TheMountedTreeIsListedToo() => Assert.Equal(
        Command.Run("ls", "-A", mount.Image).Lines(), Command.Ocifs("ls", Image, $"//images/{Layouts.SampleSegment}").Lines());

    [Fact]
    public void JsonIsWhatFindTells()
    {
        var files = Command.Ocifs("ls", "-RA", "--json", Image, "/etc").Json().AsArray()
            .Select(file => $"{file!["path"]} {file["mode"]} {file["size"]} {file["links"]} {file["inode"]} {file["target"]}").Order(StringComparer.Ordinal);
        Assert.Equal(
            mount.Shell("find etc -mindepth 1 -printf '/%p %04m %s %n %i %l\\n'").Lines().Order(StringComparer.Ordinal).Select(line => line.TrimEnd()),
            files.Select(line => line.TrimEnd()),
            StringComparer.Ordinal);
    }

    private static string LongIso(string options) => options.Contains("full", StringComparison.Ordinal) ? string.Empty : "--time-style=long-iso";
}
