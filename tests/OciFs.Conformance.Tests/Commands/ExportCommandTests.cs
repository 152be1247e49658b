using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Commands;

/// <summary><c>ocifs export</c>: every reader takes the archive, it is always the same, and it is there whole or not at all.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private const string Names = """
        import sys, tarfile
        archive = tarfile.open(sys.argv[1])
        for member in archive:
            kind = "h" if member.islnk() else "l" if member.issym() else "d" if member.isdir() else "c" if member.ischr() else "b" if member.isblk() else "p" if member.isfifo() else "f"
            size = len(archive.extractfile(member).read()) if kind == "f" else 0
            name = member.name.encode("utf-8", "surrogateescape")
            assert size == (member.size if kind == "f" else 0), name
            sys.stdout.buffer.write(name + b" " + kind.encode() + b"\0")
        """;

    private readonly EntryLayout odd = new([.. OddTree.Entries, .. OddTree.Special]);

    [Fact]
    public void EveryReaderMakesTheTreeThatUmociMakesOfTheImage()
    {
        var expected = Umoci(odd.Layout);
        Command.Ocifs("export", odd.Source, "-o", odd["a.tar"]).Ok();
        Command.Shell(
            """
            set -e
            mkdir "$1/gnu" "$1/bsd"
            tar -C "$1/gnu" --xattrs --xattrs-include='*' --same-owner --numeric-owner --warning=no-timestamp -xpf "$1/a.tar"
            bsdtar -C "$1/bsd" --numeric-owner --xattrs -xpf "$1/a.tar"
            """,
            odd.Path).Ok();
        TreeAssert.Same(expected, TreeTable.Of(odd["gnu"]).WithRootTimeFree());
        TreeAssert.Same(expected, TreeTable.Of(odd["bsd"]).WithRootTimeFree());

        // umoci reads layers with Go's archive/tar.
        using var again = new EntryLayout(File.ReadAllBytes(odd["a.tar"]));
        TreeAssert.Same(expected, Umoci(again.Layout));
    }

    [Fact]
    public void NamesAscendBytewiseParentsFirstAndPythonReadsThem()
    {
        Command.Ocifs("export", odd.Source, "-o", odd["a.tar"]).Ok();
        File.WriteAllText(odd["names.py"], Names);
        var names = Command.Shell("""python3 "$1/names.py" "$1/a.tar" | tr '\0\n' '\n?' """, odd.Path).Lines();
        Assert.Equal(1 + OddTree.Entries.Count + OddTree.Special.Count, names.Length);
        Assert.Equal(". d", names[0]);

        // A slash stands before any other byte, so that what is in a folder follows it.
        var sorted = Command.Shell("""python3 "$1/names.py" "$1/a.tar" | tr '\0\n/' '\n?\001' | sed 's/..$//' | tail -n +2 | LC_ALL=C sort -c""", odd.Path);
        Assert.Equal("", sorted.Error);
        Assert.Equal(["d/plain h", "e/linktoo h", "e/null h", "e/plain h"], names.Where(name => name.EndsWith(" h", StringComparison.Ordinal)), StringComparer.Ordinal);
    }

    [Fact]
    public void TheArchiveIsTheSameByteForByteColdAndWarmAndOnStandardOutput()
    {
        var result = Command.Shell(
            """
            set -e
            OCIFS_CACHE="$1/cold" "$2" export "$3" -o "$1/a.tar"
            OCIFS_CACHE="$1/cold" "$2" export "$3" -o "$1/b.tar"
            "$2" export "$3" > "$1/c.tar"
            "$2" export "$3" -o - | cat > "$1/d.tar"
            "$2" export "$3" -o /dev/stdout | cat > "$1/e.tar"
            for other in b c d e; do cmp "$1/a.tar" "$1/$other.tar"; done
            """,
            odd.Path,
            Repository.Executable,
            odd.Source);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
    }

    [Fact]
    public void TheRealImageIsThatOfUmociAsAFolderAndAsAnArchive()
    {
        SampleImages.WriteSeparated(odd["separated"]);
        var source = $"oci:{odd["separated"]}:amd64";
        using var umoci = new UmociRootfs(odd["separated"], "amd64");
        var expected = TreeTable.Of(umoci.Path);
        Command.Ocifs("export", source, "-o", odd["new/"]).Ok();
        TreeAssert.Same(expected, TreeTable.Of(odd["new"]));
        Directory.CreateDirectory(odd["empty"]);
        Command.Ocifs("export", source, "-o", odd["empty"]).Ok();
        TreeAssert.Same(expected, TreeTable.Of(odd["empty"]));
        Command.Shell("""mkdir "$1/x" && "$2" export "$3" | tar -C "$1/x" --xattrs --xattrs-include='*' --numeric-owner -xp""", odd.Path, Repository.Executable, source).Ok();
        TreeAssert.Same(expected, TreeTable.Of(odd["x"]));
    }

    [Fact]
    public void AnotherPlatformIsExportedWhereItIsAsked()
    {
        var multi = $"oci:{SchemaTests.Fixture("platforms")}:multi";
        Command.Ocifs("export", multi, "--platform", "linux/arm64", "-o", odd["arm/"]).Ok();
        Assert.True(File.Exists(odd["arm/only-linux-arm64-v8"]));
        Command.Ocifs("export", multi, "--platform", "linux/loong64", "-o", odd["loong.tar"]).FailsInOneLine(1, "linux/loong64");
        Assert.False(File.Exists(odd["loong.tar"]));
    }

    [Fact]
    public void WhereItGoesIsNeverGuessed()
    {
        Command.Ocifs("export", odd.Source, "-o", odd["what"]).FailsInOneLine(2, "a file or a folder?", $"{odd["what"]}.tar", $"{odd["what"]}/");
        Command.Ocifs("export", odd.Source, "-o", odd.Path).FailsInOneLine(1, "not empty");
        Command.Ocifs("export", odd.Source, "-o", odd["no/such/a.tar"]).FailsInOneLine(1, "No such file");
        Command.Ocifs("export", odd.Source, "-o", "/dev/null").Ok();
        Assert.Equal("1:3", Command.Run("stat", "-c", "%t:%T", "/dev/null").Ok().Trim());
        var terminal = Command.Run("script", "-qec", $"'{Repository.Executable}' export '{odd.Source}'", "/dev/null");
        Assert.Equal(2, terminal.ExitCode);
        Assert.Contains("not written to a terminal", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsThereIsReplacedOnlyByAWholeOne()
    {
        File.WriteAllText(odd["a.tar"], "before");
        File.CreateSymbolicLink(odd["link.tar"], odd["a.tar"]);
        var layer = Directory.EnumerateFiles(odd["layout/blobs/sha256"]).MaxBy(file => new FileInfo(file).Length)!;
        var bytes = File.ReadAllBytes(layer);
        File.WriteAllBytes(layer, bytes[..(bytes.Length / 2)]);
        Command.Ocifs("export", odd.Source, "-o", odd["link.tar"]).FailsInOneLine(1);
        Assert.Equal("before", File.ReadAllText(odd["a.tar"]));
        File.WriteAllBytes(layer, bytes);
        Command.Ocifs("export", odd.Source, "-o", odd["link.tar"]).Ok();
        Assert.True(new FileInfo(odd["a.tar"]).Length > 1000);
        Assert.NotNull(new FileInfo(odd["link.tar"]).LinkTarget);
        Assert.Equal(["a.tar", "layout", "link.tar"], Directory.EnumerateFileSystemEntries(odd.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    public void Dispose() => odd.Dispose();

    private static TreeTable Umoci(string layout)
    {
        using var umoci = new UmociRootfs(layout, "t");
        return TreeTable.Of(umoci.Path).WithRootTimeFree();
    }
}
