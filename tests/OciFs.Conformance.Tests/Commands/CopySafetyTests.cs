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
        var files = Enumerable.Range(0, 40).Select(i => Entry.File($"a/b/f{i:00}", new string('x', 4 << 20)));
        using var layout = new EntryLayout([Entry.Directory("a"), Entry.Directory("a/b"), .. files]);
        Directory.CreateDirectory(outside["dir/b"]);
        Directory.CreateDirectory(layout["dest"]);
        var before = Outside();
        var held = Held("cp -a", $"{layout.Source}:/a", layout["dest"], layout["dest/a/b"], """mv "$5/a" "$5/moved" && ln -s "$7" "$5/a" && ls "$5/moved/b" | wc -l """, "CONT");
        Assert.InRange(int.Parse(held.Output, System.Globalization.CultureInfo.InvariantCulture), 1, 39);
        TreeAssert.Same(before, Outside());
        Assert.Equal(40, Directory.EnumerateFiles(layout["dest/moved/b"]).Count());
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

    [Theory]
    [InlineData("cp -a", ":/.", "/")]
    [InlineData("export", "", "/a.tar")]
    public void AnInterruptedCopyLeavesNoHalfFile(string command, string path, string name)
    {
        using var layout = new EntryLayout([.. Enumerable.Range(0, 40).Select(i => Entry.File($"f{i}", new string((char)('a' + (i % 26)), 8 << 20)))]);
        var dest = Directory.CreateDirectory(layout["dest"]).FullName;
        Assert.Equal(130, Held(command, layout.Source + path, dest + name, dest, "true", "INT").ExitCode);
        var left = new DirectoryInfo(dest).GetFiles();
        Assert.InRange(left.Length, 0, command == "export" ? 0 : 39);
        Assert.All(left, file => Assert.Equal((8 << 20, false), (file.Length, file.Name.StartsWith(".ocifs-", StringComparison.Ordinal))));
    }

    [Fact]
    public void ALinkThatLeadsNowhereIsNotWrittenThrough()
    {
        using var layout = new EntryLayout([Entry.File("f", "in")]);
        File.CreateSymbolicLink(layout["nowhere.tar"], layout["none"]);
        foreach (var arguments in new string[][] { ["cp", $"{layout.Source}:/f", layout["nowhere.tar"]], ["export", layout.Source, "-o", layout["nowhere.tar"]] })
            Command.Ocifs(arguments).FailsInOneLine(1, "a link that leads nowhere");
        Assert.Equal(layout["none"], new FileInfo(layout["nowhere.tar"]).LinkTarget);
        Assert.False(File.Exists(layout["none"]));
    }

    [Fact]
    public void LinksThatFanOutEnd()
    {
        var folders = Enumerable.Range(0, 22).SelectMany(i => new[] { Entry.Directory($"d{i}"), Entry.Symlink($"d{i}/a", $"../d{i + 1}"), Entry.Symlink($"d{i}/b", $"../d{i + 1}") });
        using var layout = new EntryLayout([.. folders, Entry.Directory("d22")]);
        var result = Command.Shell(""" "$1" cp -L "$2:/d0" - >/dev/null""", Repository.Executable, layout.Source);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("links lead to more than 250000 folders", result.Error, StringComparison.Ordinal);
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

    // Stops the copy when it has begun, does something, and goes on with it by a signal.
    private CommandResult Held(string command, string source, string dest, string begun, string meanwhile, string signal) => Command.Shell(
        """
        set -m
        if [ "${2%% *}" = cp ]; then set -- "$1" "$2" "$3" "" "$4" "$5" "$6"; else set -- "$1" "$2" "$3" "-o" "$4" "$5" "$6"; fi
        "$1" $2 "$3" $4 "$5" >/dev/null 2>&1 &
        until [ -n "$(ls -A "$6" 2>/dev/null)" ]; do sleep 0.005; done
        kill -STOP $!
        """ + $"\n{meanwhile}\nkill -{signal} $!\nkill -CONT $!\nwait -f $!",
        Repository.Executable,
        command,
        source,
        dest,
        begun,
        Target);

    private TreeTable Outside() => TreeTable.Of(outside.Path);
}
