using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Conformance.Tests.Terminals;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Commands.Files;

/// <summary><c>ocifs stat</c> is what stat(1), getfattr(1) and a mount tell.</summary>
[Collection(SharedSample.Name)]
public sealed class StatCommandTests(SampleMount mount, CorpusMount corpus) : IClassFixture<CorpusMount>
{
    private const string Format = "%a|%A|%b|%B|%f|%F|%g|%h|%i|%r|%R|%s|%t|%T|%u|%x|%X|%.3X|%y|%Y|%.Y|%z|%.1Z|%w|%W|%Hr,%Lr|%%|%q";

    private static readonly string Image = $"oci:{Layouts.Sample}";

    [Theory]
    [InlineData(Format)]
    [InlineData("%N")]
    [InlineData("%U:%G")]
    [InlineData("%8s|%-8s|%08i|%#a|%#f|%20F|%-20F|%3h|%+5u")]
    public void AFormatOfAllFiles(string format) => Assert.Empty(Compared(mount.RootFs, Image, format));

    [Fact]
    public void AFormatOfAllCases()
    {
        var differences = ListedImages.Cases.Select(name => (name, Diff: Compared($"{corpus[name]}/rootfs", ListedImages.SourceOf(name), Format)))
            .Where(row => row.Diff.Length > 0 && !row.Diff.StartsWith("nothing", StringComparison.Ordinal))
            .ToDictionary(row => row.name, row => row.Diff, StringComparer.Ordinal);
        Assert.All(["owner-max", "owner-neg"], name => Assert.Contains("65534", differences.GetValueOrDefault(name), StringComparison.Ordinal));
        Assert.Equal(["owner-max", "owner-neg"], differences.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void LinksAreFollowedWhereItIsAsked()
    {
        Assert.Equal("symbolic link\n", Command.Ocifs("stat", "-c", "%F", Image, "/bin").Ok());
        Assert.Equal("directory\n", Command.Ocifs("stat", "-L", "-c", "%F", Image, "/bin").Ok());
    }

    [Fact]
    public void TheSheetTellsWhereAFileIsFrom()
    {
        var sheet = Command.Ocifs("stat", Image, "/srv/demo/hello").Ok();
        var digest = mount.Shell("getfattr --only-values -n user.ocifs.digest srv/demo/hello").Ok();
        Assert.Contains($" Layer: 01 {digest}\n", sheet, StringComparison.Ordinal);
        Assert.Contains("    By: add /srv/demo\n", sheet, StringComparison.Ordinal);
        Assert.Contains(" Xattr: user.demo.note=\"kept in the layer\"\n", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonTellsTheSame()
    {
        var file = Command.Ocifs("stat", "--json", Image, "/srv/demo/hello").Json().AsArray().Single()!;
        Assert.Equal("1", file["layer"]!.ToString());
        Assert.Equal(mount.Shell("getfattr --only-values -n user.ocifs.digest srv/demo/hello").Ok(), (string?)file["layerDigest"]);
        Assert.Equal("kept in the layer", (string?)file["xattrs"]![0]!["value"]);
        Assert.Equal("root", (string?)file["user"]);
    }

    [Fact]
    public void TimesOfDocumentsAreSecondsAsStatWritesThem()
    {
        var file = Command.Ocifs("stat", "--json", Image, "/srv/demo/hello").Json().AsArray().Single()!;
        var listed = Command.Ocifs("ls", "--json", Image, "/srv/demo/hello").Json().AsArray().Single()!;
        Assert.Equal(mount.Shell("stat -c '%.X %.Y %.Z' srv/demo/hello").Ok().Trim(), $"{file["accessed"]} {file["modified"]} {file["changed"]}");
        Assert.Equal((string?)file["modified"], (string?)listed["modified"]);
    }

    [Fact]
    public void NamesMoveNoCursorOfATerminal()
    {
        using var layout = new EntryLayout([TestEntry.File(ByteString.Utf8("a/e\e[31mvil\u202e")), TestEntry.Directory("a/plain")]);
        var shown = new Terminal().Ocifs("stat", "-c", "<%n>", layout.Source, "/a/*").Shown;
        Assert.Equal(["</a/plain>", "<'/a/e'$'\\033''[31mvil'$'\\342\\200\\256'>"], shown.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).OrderDescending(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Contains("<" + "/a/e\e[31mvil", Command.Ocifs("stat", "-c", "<%n>", layout.Source, "/a/*").Ok(), StringComparison.Ordinal);
        Assert.DoesNotContain(new Terminal().Ocifs("ls", "--json", layout.Source, "/a").Shown, "\e\u202e".Contains);
    }

    [Fact]
    public void HolesAreThoseOfAMount()
    {
        const string Script = "import os,sys\nf=os.open(sys.argv[1],0)\ne=os.fstat(f).st_size\np=0\nwhile p<e:\n h=os.lseek(f,p,os.SEEK_HOLE)\n if h>=e: break\n"
            + " try: d=os.lseek(f,h,os.SEEK_DATA)\n except OSError: d=e\n print(h,d-h)\n p=d";
        foreach (var name in (string[])["sparse-gnu-forms", "sparse-pax10-forms"])
        {
            var holes = 0;
            foreach (var path in Command.Shell("cd \"$1/\" && find . -type f", $"{corpus[name]}/rootfs").Lines())
            {
                var file = Command.Ocifs("stat", "--json", ListedImages.SourceOf(name), path[1..]).Json().AsArray().Single()!;
                var told = file["holes"]!.AsArray().Select(hole => $"{hole!["offset"]} {hole["length"]}").ToArray();
                Assert.Equal(Command.Run("python3", "-c", Script, $"{corpus[name]}/rootfs/{path}").Lines(), told, StringComparer.Ordinal);
                holes += told.Length;
            }

            Assert.NotEqual(0, holes);
        }
    }

    [Fact]
    public void WhatFailsIsToldAndTheRestGoesOn()
    {
        var result = Command.Ocifs("stat", "-c", "%n", Image, "/nothing", "/etc/passwd");
        Assert.Equal("/etc/passwd\n", result.Output);
        result.FailsInOneLine(1, "/nothing: no such file");
    }

    private static string Compared(string rootfs, string source, string format) => ListedImages.Differences(
        rootfs,
        source,
        $"export LC_ALL=C.UTF-8; find . -mindepth 1 -printf '/%P\\0' | sort -z >\"$out/paths\"; cut -z -c 2- \"$out/paths\" | xargs -0r stat -c '{format}' --"
            + (format == "%N" ? " | sed \"s/^\\(['\\\"]\\)/\\1\\//\"" : string.Empty),
        $"xargs -0r -a \"$out/paths\" -n 2000 \"$ocifs\" stat -c '{format}' \"$image\"");
}
