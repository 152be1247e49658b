using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Trees;
using Entry = OciFs.Reference.TestEntry;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>Whatever an image says, and whatever stands or comes in the way in DEST: nothing outside it changes, and what fails is told.</summary>
public sealed class CopySafetyTests : IDisposable
{
    private readonly TempFolder outside = new();

    public CopySafetyTests()
    {
        Directory.CreateDirectory(outside["dir"]);
        File.WriteAllText(outside["dir/file"], "untouched");
        File.WriteAllText(outside["file"], "untouched");
    }

    private string Target => outside["dir"];

    [Theory]
    [InlineData("-a")]
    [InlineData("-P")]
    [InlineData("-L")]
    [InlineData("-aL")]
    public void LinksOfTheImageLeadNowhere(string option)
    {
        using var layout = new EntryLayout([
            Entry.Symlink("out", Target), Entry.File("out/file", "in"), Entry.Symlink("up", "../../../../../../../../" + Target), Entry.Symlink("f", outside["file"]),
            Entry.HardLink("hard", "f"), Entry.File("../../escape", "in"), Entry.File("/abs", "in"), Entry.Symlink("d", "."), Entry.Directory("x"),
            Entry.Symlink("x/y", "../../" + Target), Entry.Symlink("x/z", "/")], [
            Entry.File("up/file", "in"), Entry.Directory("x/y"), Entry.File("x/y/file", "in"), Entry.File("f", "in")]);
        var before = Outside();
        Directory.CreateDirectory(layout["dest"]);
        Command.Ocifs("cp", option, $"{layout.Source}:/.", layout["dest"]);
        Command.Ocifs("cp", option, $"{layout.Source}:/.", layout["dest"]);
        TreeAssert.Same(before, Outside());
        Assert.Equal(["dest", "layout"], Directory.EnumerateFileSystemEntries(layout.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("in", File.ReadAllText(layout["dest/up/file"]));
    }

    [Theory]
    [InlineData("-a")]
    [InlineData("-P")]
    public void LinksThatStandInDestAreReplacedOrToldButNotWrittenThrough(string option)
    {
        using var layout = new EntryLayout([Entry.Directory("d"), Entry.File("d/file", "in"), Entry.File("f", "in"), Entry.File("g", "in"), Entry.HardLink("h", "g"), Entry.Symlink("s", "f")]);
        Directory.CreateDirectory(layout["dest"]);
        File.CreateSymbolicLink(layout["dest/d"], Target);
        foreach (var name in new[] { "f", "g", "h", "s" })
            File.CreateSymbolicLink(layout[$"dest/{name}"], outside["file"]);
        var before = Outside();
        var result = Command.Ocifs("cp", option, $"{layout.Source}:/.", layout["dest"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"ocifs: {layout["dest/d"]}: there is a file of this name that is no folder\n", result.Error);
        TreeAssert.Same(before, Outside());
        Assert.Equal("in", File.ReadAllText(layout["dest/h"]));
        Assert.Equal(["d", "f", "g", "h", "s"], Directory.EnumerateFileSystemEntries(layout["dest"]).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void AFolderThatBecomesALinkMeanwhileIsNotFollowed()
    {
        var files = Enumerable.Range(0, 200).Select(i => Entry.File($"a/b/f{i}", "in"));
        using var layout = new EntryLayout([Entry.Directory("a"), Entry.Directory("a/b"), .. files]);
        var before = Outside();
        using var race = Command.Start(
            "/bin/bash",
            "-c",
            """
            while [ -e "$1/layout" ]; do
                mv -T "$1/dest/a" "$1/moved" 2>/dev/null && ln -s "$2" "$1/dest/a" && rm -f "$1/dest/a"
                rm -rf "$1/moved"
            done
            """,
            "bash",
            layout.Path,
            Target);
        try
        {
            for (var i = 0; i < 8; i++)
            {
                Directory.CreateDirectory(layout["dest"]);
                Command.Ocifs("cp", "-a", $"{layout.Source}:/a", layout["dest"]);
                TreeAssert.Same(before, Outside());
            }
        }
        finally
        {
            race.Kill(entireProcessTree: true);
            race.WaitForExit();
        }
    }

    [Fact]
    public void FilesAndFoldersInEachOthersPlaceAreTold()
    {
        using var layout = new EntryLayout([Entry.File("a", "in"), Entry.Directory("b"), Entry.File("b/x", "in"), Entry.File("c", "in")]);
        Directory.CreateDirectory(layout["dest/a"]);
        File.WriteAllText(layout["dest/b"], "before");
        File.WriteAllText(layout["dest/c"], "before");
        var result = Command.Ocifs("cp", $"{layout.Source}:/.", layout["dest"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            $"ocifs: {layout["dest/a"]}: there is a folder of this name\nocifs: {layout["dest/b"]}: there is a file of this name that is no folder\n", result.Error);
        Assert.Equal(("before", "in"), (File.ReadAllText(layout["dest/b"]), File.ReadAllText(layout["dest/c"])));
    }

    [Fact]
    public void AFullDiskEndsTheCopyAndLeavesNoHalfFile()
    {
        using var layout = new EntryLayout([Entry.File("a", "fits"), Entry.File("b", new string('x', 3 << 20)), Entry.File("c", "after")]);
        using var disk = new SmallDisk(layout["disk"], "size=2m");
        Command.Ocifs("cp", "-a", $"{layout.Source}:/.", disk.Path).FailsInOneLine(1, "/b: No space left");
        Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(disk.Path).Select(Path.GetFileName), StringComparer.Ordinal);
        Command.Ocifs("export", layout.Source, "-o", $"{disk.Path}/x.tar").FailsInOneLine(1, "No space left");
        Assert.Equal(["a"], Directory.EnumerateFileSystemEntries(disk.Path).Select(Path.GetFileName), StringComparer.Ordinal);
        disk.Remount("ro");
        Command.Ocifs("cp", "-a", $"{layout.Source}:/.", disk.Path).FailsInOneLine(1, "Read-only file system");
    }

    [Fact]
    public void AMountOfOurOwnIsNotWrittenTo()
    {
        using var layout = new EntryLayout([Entry.Directory("d"), Entry.File("d/a", "in")]);
        using var mount = Mounts.MountPoint.Of($"oci:{layout.Layout}");
        Command.Ocifs("cp", $"{layout.Source}:/d/a", mount["images/t/rootfs/d"]).FailsInOneLine(1, "Read-only file system");
    }

    [Fact]
    public void NamesThatTheDiskTakesForOneAreTold()
    {
        using var layout = new EntryLayout([
            Entry.Symlink("LINK", Target), Entry.Directory("link"), Entry.File("link/file", "in"), Entry.File("File", "1"), Entry.File("file", "2"), Entry.Directory("Dir"), Entry.File("dir", "3")]);
        var before = Outside();
        using var disk = FoldingDisk.TryMake(layout["disk"]);
        Assert.SkipWhen(disk is null, "this kernel has no ext4 with names folded by case");
        var result = Command.Ocifs("cp", "-a", $"{layout.Source}:/.", disk!.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(3, result.Error.Split("takes another name of this folder for the same").Length - 1);
        TreeAssert.Same(before, Outside());
        Assert.Equal("1", File.ReadAllText($"{disk.Path}/File"));
    }

    [Fact]
    public void DeepTreesNeedFewDescriptorsAndNoWholePath()
    {
        var deep = string.Join('/', Enumerable.Repeat("d", 1000));
        var wide = string.Join('/', Enumerable.Repeat(new string('w', 250), 16));
        using var layout = new EntryLayout([Entry.File($"{deep}/end", "in"), Entry.File($"{wide}/end", "in"), Entry.HardLink($"{wide}/same", $"{wide}/end")]);
        Command.Shell(
            """
            set -e
            ulimit -n 200
            "$2" cp -a "$3:/." "$1/dest/"
            "$2" export "$3" | tar -tf - | tail -1
            cd "$1/dest"
            for i in $(seq 1000); do cd -P d; done
            test "$(cat end)" = in
            cd "$1/dest"
            for i in $(seq 16); do cd -P w*; done
            test "$(stat -c %h end same | tr '\n' ' ')" = "2 2 "
            """,
            layout.Path,
            Repository.Executable,
            layout.Source).Ok();
    }

    [Theory]
    [InlineData("cp")]
    [InlineData("export")]
    public void WhatDestGivesToOthersIsNotGivenToWhatIsKept(string command)
    {
        using var layout = new EntryLayout([
            Entry.Directory("d"), Entry.Directory("d/sub"), Entry.File("d/f", "in"), Entry.File("d/sub/g", "in"), Entry.Fifo("d/pipe")]);
        var dest = Directory.CreateDirectory(layout["dest"]).FullName;
        Command.Run("setfacl", "-d", "-m", "u:65534:rwx,g:65534:rwx", dest).Ok();
        Command.Ocifs(command == "cp" ? ["cp", "-a", $"{layout.Source}:/.", dest] : ["export", layout.Source, "-o", dest]).Ok();
        Assert.Equal("", Command.Shell("""cd "$1" && getfacl -Rns -- *""", dest).Ok());
        Assert.Equal("644", Command.Run("stat", "-c", "%a", $"{dest}/d/sub/g").Ok().Trim());
    }

    [Theory]
    [InlineData("cp")]
    [InlineData("cp -a")]
    public void WhatIsLostWhenAFileIsClosedIsTold(string command)
    {
        using var layout = new EntryLayout([Entry.File("f", "in")]);
        Directory.CreateDirectory(layout["dest"]);
        var result = Command.Shell(
            """
            strace -f -qqq -o "$1/trace" -e trace=close -P "$1/dest/f" -e inject=close:error=EDQUOT "$2" $3 "$4:/f" "$1/dest/f"
            """,
            layout.Path,
            Repository.Executable,
            command,
            layout.Source);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Disk quota exceeded", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(layout["dest"]));
    }

    [Theory]
    [InlineData("600", "7:8")]
    [InlineData("640", "0:0")]
    [InlineData("777", "7:0")]
    public void AReplacedFileKeepsItsModeAndOwnerAsWithCp(string mode, string owner)
    {
        using var layout = new EntryLayout([Entry.File("f", "in")]);
        using var theirs = new UmociRootfs(layout.Layout, "t");
        var seen = Command.Shell(
            """
            cd "$1" && touch theirs ours a.tar && chmod "$2" theirs ours a.tar && chown "$3" theirs ours a.tar
            cp "$4/f" theirs && "$5" cp "$6:/f" ours && "$5" export "$6" -o a.tar && "$5" export "$6" -o new.tar && touch new
            stat -c '%a %u:%g' theirs ours a.tar new new.tar
            """,
            layout.Path,
            mode,
            owner,
            theirs.Path,
            Repository.Executable,
            layout.Source).Lines();
        Assert.Equal([$"{mode} {owner}", seen[0], seen[0], seen[0], seen[3]], [seen[0], seen[0], seen[1], seen[2], seen[4]]);
        Assert.Equal("in", File.ReadAllText(layout["ours"]));
    }

    [Fact]
    public void AnInterruptedCopyLeavesNoHalfFile()
    {
        using var layout = new EntryLayout([.. Enumerable.Range(0, 40).Select(i => Entry.File($"f{i}", new string((char)('a' + (i % 26)), 8 << 20)))]);
        foreach (var (dest, command) in new[] { ("dest", $"cp -a '{layout.Source}:/.' '{layout["dest"]}/'"), ("x", $"export '{layout.Source}' -o '{layout["x"]}/a.tar'") })
        {
            Directory.CreateDirectory(layout[dest]);
            var result = Command.Shell(
                """
                set -m
                eval "$1 $2" &
                until [ -n "$(ls -A "$3")" ]; do sleep 0.01; done
                kill -INT $!
                wait $!
                """,
                Repository.Executable,
                command,
                layout[dest]);
            Assert.Contains(result.ExitCode, new[] { 130, 0 });
            foreach (var file in new DirectoryInfo(layout[dest]).EnumerateFiles())
                Assert.True(file.Length >= 8 << 20 && !file.Name.StartsWith(".ocifs-", StringComparison.Ordinal), file.Name);
        }
    }

    [Fact]
    public void AnOrdinaryUserKeepsWhatIsAllowed()
    {
        using var layout = new EntryLayout(OddTree.Entries);
        using var theirs = new UmociRootfs(layout.Layout, "t");
        var result = Command.Shell(
            """
            set -e
            chmod 755 "$1"
            chmod -R a+rX "$1/layout"
            mkdir -m 777 "$1/theirs" "$1/ours"
            cp -a "$3/d" "$1/seen"
            chmod -R a+rX "$1/seen"
            cd /
            as="setpriv --reuid 65534 --regid 65534 --clear-groups env OCIFS_CACHE=$1/ours/cache"
            $as "$2" cp -a "$4:/d" "$1/ours/d"
            """,
            layout.Path,
            Repository.Executable,
            theirs.Path,
            layout.Source);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("not all attributes could be kept (trusted.two: ", result.Error, StringComparison.Ordinal);
        var all = TreeTable.Of(layout["ours/d"]);
        Assert.All(all.Rows, row => Assert.Equal(("65534", "65534"), (row.Uid, row.Gid)));
        Assert.Equal("0755", all.Rows.Single(row => row.Path == "setuid").Mode);
        Assert.Equal("0400", all.Rows.Single(row => row.Path == "empty").Mode);
        Assert.Equal("0500", all.Rows.Single(row => row.Path == "closed").Mode);
    }

    public void Dispose() => outside.Dispose();

    private TreeTable Outside() => TreeTable.Of(outside.Path);
}
