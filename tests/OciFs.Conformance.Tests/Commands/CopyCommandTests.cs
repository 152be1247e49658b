using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs cp</c> beside what cp(1) makes of the same files, which umoci unpacked.</summary>
public sealed class CopyCommandTests : IDisposable
{
    private const string BothSparse = "hole 1000000 sparse\nholes 3000000 sparse\n";

    private readonly EntryLayout odd = new([.. OddTree.Entries, .. OddTree.Special]);
    private readonly UmociRootfs umoci;

    public CopyCommandTests() => umoci = new UmociRootfs(odd.Layout, "t");

    [Fact]
    public void WithAAllIsKeptAsCpKeepsIt()
    {
        Directory.CreateDirectory(odd["theirs"]);
        Directory.CreateDirectory(odd["ours"]);
        Command.Shell("""cp -a "$1/d" "$1/e" "$2" """, umoci.Path, odd["theirs"]).Ok();
        var result = Command.Ocifs("cp", "-a", $"{odd.Source}:/d", $"{odd.Source}:/e", odd["ours"]);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.Equal("", Differences());
        Assert.Equal(BothSparse, Holes(odd["ours"]));
    }

    [Theory]
    [InlineData("022")]
    [InlineData("077")]
    [InlineData("000")]
    public void WithoutAItIsWhatCpMakesWithoutOptions(string umask)
    {
        var start = DateTimeOffset.UtcNow;
        using var layout = new EntryLayout(OddTree.Entries);
        using var theirs = new UmociRootfs(layout.Layout, "t");
        Command.Shell(
            """
            set -e
            umask "$1"
            mkdir "$2/theirs" "$2/ours"
            cp -rH "$3/d" "$3/d/link" "$3/d/tofolder" "$2/theirs"
            "$4" cp "$5:/d" "$5:/d/link" "$5:/d/tofolder" "$2/ours"
            """,
            umask,
            layout.Path,
            theirs.Path,
            Repository.Executable,
            layout.Source).Ok();
        TreeAssert.Same(TreeTable.Of(layout["theirs"]).WithTimesFreeFrom(start), TreeTable.Of(layout["ours"]).WithTimesFreeFrom(start));
        Assert.Equal(BothSparse, Holes(layout["ours"]));
    }

    [Theory]
    [InlineData("-L", "-rL")]
    [InlineData("-P", "-rP")]
    public void LinksAreFollowedAsCpFollowsThem(string option, string theirs)
    {
        using var layout = new EntryLayout([
            TestEntry.Directory("d"), TestEntry.File("d/f", "1"), TestEntry.Symlink("d/l", "f"), TestEntry.Symlink("d/sub", "../e"), TestEntry.Directory("e"), TestEntry.File("e/x", "2"), TestEntry.Symlink("top", "d/l"), TestEntry.Symlink("e/y", "x")]);
        using var unpacked = new UmociRootfs(layout.Layout, "t");
        Command.Shell("""mkdir "$2/theirs" "$2/ours"; cp "$3" "$1/d" "$1/top" "$2/theirs" """, unpacked.Path, layout.Path, theirs).Ok();
        Command.Ocifs("cp", option, $"{layout.Source}:/d", $"{layout.Source}:/top", layout["ours"]).Ok();
        Assert.Equal("", Command.Run("diff", "-r", "--no-dereference", layout["theirs"], layout["ours"]).Output);
        Command.Shell("""cd "$1/ours" && find . -type l | sort""", layout.Path).Ok();
    }

    [Fact]
    public void LinksInACircleAreToldAndTheRestIsCopied()
    {
        using var layout = new EntryLayout([TestEntry.Directory("d"), TestEntry.Symlink("d/loop", "../d"), TestEntry.Symlink("d/none", "nowhere"), TestEntry.Symlink("d/etc", "/d/f"), TestEntry.File("d/f", "1")]);
        var result = Command.Ocifs("cp", "-L", $"{layout.Source}:/d", layout["new"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(["etc", "f"], Directory.GetFileSystemEntries(layout["new"]).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void DestMeansWhatItMeansToCp()
    {
        Command.Ocifs("cp", $"{odd.Source}:/d/plain", odd["named"]).Ok();
        Assert.Equal("content\n", File.ReadAllText(odd["named"]));
        Directory.CreateDirectory(odd["there"]);
        Command.Ocifs("cp", $"{odd.Source}:/d/plain", $"{odd.Source}:/d/*.txt", odd["there"]).FailsInOneLine(1, "/d/*.txt: nothing matches");
        Assert.Equal(["plain"], Directory.GetFileSystemEntries(odd["there"]).Select(Path.GetFileName), StringComparer.Ordinal);
        Command.Ocifs("cp", "-a", $"{odd.Source}:/e/.", odd["there"]).Ok();
        Assert.Equal(["in", "linktoo", "null"], Directory.GetFileSystemEntries(odd["there"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).Take(3), StringComparer.Ordinal);
        Command.Ocifs("cp", $"{odd.Source}:/d/plain", odd["no/"]).FailsInOneLine(2, "no such folder");
        Command.Ocifs("cp", $"{odd.Source}:/d/plain", $"{odd["named"]}/").FailsInOneLine(2, "no such folder");
        Command.Ocifs("cp", $"{odd.Source}:/d/plain", $"{odd.Source}:/e/in", odd["named"]).FailsInOneLine(2, "not a folder");
        Command.Ocifs("cp", $"{odd.Source}:/d/plain", odd["no/such/file"]).FailsInOneLine(1, "No such file");
        Command.Ocifs("cp", $"{odd.Source}:/d/[s-t]*t", odd["script"]).Ok();
        Assert.Equal("755", Command.Run("stat", "-c", "%a", odd["script"]).Ok().Trim());
        Command.Ocifs("cp", $"{odd.Source}:/d/plain", "/dev/null").Ok();
        Assert.Equal("content\n", Command.Ocifs("cp", $"{odd.Source}:/d/plain", "/dev/stdout").Ok());
        Command.Ocifs("cp", "./file", odd["there"]).FailsInOneLine(2, "as ./layout:tag:/etc/passwd");
        Command.Ocifs("cp", $"{odd.Source}:/d").FailsInOneLine(2, "where to?");
        Command.Ocifs("cp", "-L", "-P", $"{odd.Source}:/d", odd["x"]).FailsInOneLine(2, "-L");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    public void SourcesOfOneNameAreMergedAsCpMergesThem(string option)
    {
        using var layout = new EntryLayout([
            TestEntry.Directory("a"), TestEntry.Directory("a/d"), TestEntry.Directory("a/d/s"), TestEntry.File("a/d/s/f", "a"), TestEntry.File("a/d/mine", "a"), TestEntry.File("a/x", "a"),
            TestEntry.File("a/y", "a"), TestEntry.Directory("b"), TestEntry.Directory("b/d"), TestEntry.Directory("b/d/s"), TestEntry.File("b/d/s/f", "b"), TestEntry.File("b/d/s/g", "b"), TestEntry.File("b/x", "b"), TestEntry.File("b/y", "b")]);
        using var unpacked = new UmociRootfs(layout.Layout, "t");
        var their = Command.Shell("""mkdir "$2/theirs" "$2/ours"; cd "$1" && cp -r $3 a/d a/x a/y b/d b/x b/y "$2/theirs" """, unpacked.Path, layout.Path, option);
        var result = Command.Shell("""s=$1; "$2" cp $3 "$s:/a/d" "$s:/a/x" "$s:/a/y" "$s:/b/d" "$s:/b/x" "$s:/b/y" "$4" """, layout.Source, Repository.Executable, option, layout["ours"]);
        Assert.Equal((1, 2, 2), (result.ExitCode, their.Error.Split("will not overwrite just-created").Length - 1, result.Error.Split("just copied from another source").Length - 1));
        Assert.Equal("", Command.Run("diff", "-r", layout["theirs"], layout["ours"]).Output);
    }

    [Fact]
    public void ToStandardOutputGoesATar()
    {
        var listed = Command.Shell(""" "$1" cp "$2:/e" "$2:/d/plain" - | tar -tf - """, Repository.Executable, odd.Source).Lines();
        Assert.Equal(["e/", "e/in", "e/linktoo", "e/null", "e/plain", "plain"], listed.Where(name => !name.Contains("../", StringComparison.Ordinal)), StringComparer.Ordinal);
    }

    [Fact]
    public void FilesOfTheTreeAreCopiedToo()
    {
        Command.Ocifs("cp", $"oci:{odd.Layout}://images/t/digest", odd["digest"]).Ok();
        Assert.StartsWith("sha256:", File.ReadAllText(odd["digest"]), StringComparison.Ordinal);
        Command.Ocifs("cp", "-a", $"oci:{odd.Layout}://images/t", odd["image"]).Ok();
        Assert.Equal(File.ReadAllBytes(odd["digest"]), File.ReadAllBytes(odd["image/digest"]));
        Assert.Equal("content\n", File.ReadAllText(odd["image/rootfs/d/plain"]));
        Assert.Equal(
            Command.Run("sha256sum", odd["image/platforms/linux-amd64/layers/00/blob"]).Ok()[..64],
            File.ReadAllText(odd["image/platforms/linux-amd64/layers/00/info.json"]).Split("sha256:")[1][..64]);
    }

    [Fact]
    public void WithoutADevicesAreToldAndTheRestIsCopied()
    {
        var result = Command.Ocifs("cp", $"{odd.Source}:/d", odd["ours"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["disk", "null", "pipe"], result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Path.GetFileName(line.Split(": left out")[0])).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.True(File.Exists(odd["ours/script"]));
    }

    public void Dispose()
    {
        umoci.Dispose();
        odd.Dispose();
    }

    private static string Holes(string folder) =>
        Command.Shell("""cd "$1" && find . -name 'hole*' -printf '%f %s ' -exec sh -c 'test $(stat -c %b "$1") -lt 200 && echo sparse' sh {} \; | sort""", folder).Ok();

    private string Differences()
    {
        TreeAssert.Same(TreeTable.Of(odd["theirs"]).WithRootTimeFree(), TreeTable.Of(odd["ours"]).WithRootTimeFree());
        return Command.Run("diff", "-r", "--no-dereference", "--exclude=null", "--exclude=disk", "--exclude=pipe", odd["theirs"], odd["ours"]).Output;
    }
}
