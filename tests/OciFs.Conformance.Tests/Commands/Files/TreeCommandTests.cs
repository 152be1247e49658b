using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands.Files;

/// <summary><c>ocifs tree</c> draws what tree(1) draws of a mount. What differs: a link to a directory is a link here, a directory there.</summary>
[Collection(SharedSample.Name)]
public sealed class TreeCommandTests(SampleMount mount, CorpusMount corpus) : IClassFixture<CorpusMount>
{
    private static readonly string Image = $"oci:{Layouts.Sample}";

    [Theory]
    [InlineData("", "usr")]
    [InlineData("-a", "")]
    [InlineData("-L 2", "")]
    [InlineData("-f", "etc")]
    [InlineData("-as", "var")]
    [InlineData("-h", "usr")]
    [InlineData("--du", "usr")]
    [InlineData("--du -h", "")]
    [InlineData("--du -a -L 2", "usr")]
    [InlineData("-d", "srv")]
    [InlineData("-d", "usr/lib/systemd")]
    public void OfADirectory(string options, string path) => Assert.Empty(ListedImages.Differences(
        mount.RootFs,
        Image,
        $"export LC_ALL=C.UTF-8; tree --noreport {options} \"$PWD/{path}\" | sed \"s|$PWD||; 1s|\\(^\\|  \\)/*$|\\1/|\"",
        $"\"$ocifs\" tree {options} \"$image\" /{path} | head -n -2"));

    [Fact]
    public void TheReport() => Assert.Empty(ListedImages.Differences(
        mount.RootFs, Image, "tree \"$PWD/usr/lib/systemd\" | tail -n 1", "\"$ocifs\" tree \"$image\" /usr/lib/systemd | tail -n 1"));

    [Fact]
    public void EachFileHasItsLine()
    {
        foreach (var name in ListedImages.Cases.Where(name => !name.Contains("name", StringComparison.Ordinal)))
        {
            var lines = Command.Ocifs("tree", "-a", ListedImages.SourceOf(name)).Output.Split('\n');
            Assert.Equal(Command.Shell("cd \"$1/\" && find . | wc -l", $"{corpus[name]}/rootfs").Ok().Trim(), $"{lines.Length - 3}");
        }
    }

    [Fact]
    public void JsonHasEachFile() => Assert.Equal(
        mount.Shell("find . -printf '%d /%P %s %l\\n'").Lines().Select(line => line.TrimEnd()).Order(StringComparer.Ordinal),
        Command.Ocifs("tree", "-a", "--json", Image).Json().AsArray()
            .Select(file => $"{file!["depth"]} {file["path"]} {file["size"]} {file["target"]}".TrimEnd()).Order(StringComparer.Ordinal),
        StringComparer.Ordinal);

    [Fact]
    public void NothingMovesTheCursor()
    {
        var drawn = Command.Run(
            "env", "TERM=xterm", "NO_COLOR=1", "script", "-qec", $"{Repository.Executable} tree -a {ListedImages.SourceOf("names")}", "/dev/null").Output;
        Assert.DoesNotContain(drawn, character => char.IsControl(character) && character is not '\r' and not '\n');
    }

    [Fact]
    public void AFileIsNoTree() => Command.Ocifs("tree", Image, "/etc/passwd").FailsInOneLine(1, "/etc/passwd", "not a directory");
}
