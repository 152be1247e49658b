using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Posix;

/// <summary>What people run on a root filesystem says on the mount what it says on the folder that was put into the image.</summary>
[Collection(SharedPosix.Name)]
public sealed class ProgramTests(PosixMounts mounts)
{
    private const string InFolder =
        """
        export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null TZ=UTC TMPDIR="$3"
        cd "$1" && eval "$2"
        """;

    // Folders are listed in an order of each filesystem's own: lines are sorted before they are compared.
    [Theory]
    // Everything that find can print, but for what is each filesystem's own: devices, inodes, sizes of folders, blocks, times of reading.
    [InlineData(@"find . -type d -printf '%P|%y|%m|%M|%n|%U|%G|%u|%g|%T@|%d|%h|%f|%l|%Y\n' -o -printf '%P|%y|%m|%M|%n|%U|%G|%s|%T@|%d|%h|%f|%l|%Y\n'")]
    [InlineData("find . -type f -empty -o -perm /6000 -o -links +1 ! -type d -o -newermt 2021-01-01 -o -size +100k -type f -o -nouser")]
    [InlineData("find -L . -type f -readable -size -20k")]
    [InlineData("tar --create --sort=name --format=pax --pax-option=delete=atime,delete=ctime --numeric-owner --xattrs --xattrs-include='*' . | sha256sum")]
    [InlineData("tar --create --sparse --sort=name --format=gnu . | sha256sum")]
    [InlineData("bsdtar --create --format=mtree --options='!all,type,size,mode,uid,gid,link,sha256' . | sort | sha256sum")]
    [InlineData("find . -type f -print0 | xargs -0 sha256sum")]
    [InlineData("find . -type f -print0 | xargs -0 stat --format '%n %s %h %Y %a'")]
    [InlineData("find . -type f -print0 | du --files0-from=- --apparent-size --bytes --total | tail -n 1")]
    [InlineData("find . -print0 | sort -z | xargs -0 getfattr --no-dereference --dump --match=- | sha256sum")]
    [InlineData("find . ! -type l -print0 | sort -z | xargs -0 getfacl --numeric | sha256sum")]
    [InlineData("ls -1U wide; ls -lAR --time-style=full-iso names acl modes times | grep -v -e ^total -e ^d | tr -s ' '")]
    [InlineData("grep -r inside .; grep -rc 1 plain git/src")]
    [InlineData("cd git && git status --porcelain && git log --oneline && git diff HEAD && git fsck --full && git ls-files -s")]
    [InlineData("cd git && git clone --quiet . \"$(mktemp -d)/clone\"")]
    [InlineData("sqlite3 'file:db/test.sqlite?immutable=1' 'PRAGMA integrity_check; SELECT count(*), sum(a), max(b) FROM t'")]
    [InlineData("sqlite3 -readonly db/test.sqlite 'PRAGMA integrity_check; SELECT b FROM t WHERE b >= \"row 49\" LIMIT 5'")]
    [InlineData("sqlite3 db/test.sqlite 'PRAGMA mmap_size=100000000; SELECT count(*), sum(a) FROM t'; sqlite3 db/test.sqlite 'DELETE FROM t'")]
    [InlineData("bin/static --who; bin/dynamic true; bin/script argument; bash bin/script argument; setpriv --reuid 1000 --clear-groups bin/setgid --who")]
    [InlineData("ldd bin/dynamic | sed 's/(.*//'; ldd bin/static")]
    [InlineData("flock --shared types/file echo shared; flock types/file flock --nonblock types/file echo || echo refused")]
    [InlineData("wc -c plain/* sparse/*; tail -c 5 sparse/middle; head -c 5000 sparse/start | sha256sum; dd if=plain/1048577 bs=1 skip=1048570 status=none | sha256sum")]
    [InlineData("od -A d -t x1 names/.wh; cat -- names/-dash names/$'new\\nline'; cat types/loop types/dangling types/dir")]
    [InlineData("touch new; rm -f types/file; mkdir types/dir; mv plain/0 plain/1; chmod 600 plain/0; ln plain/0 new; echo >>plain/0; rmdir types/empty; truncate -s 0 plain/1")]
    public void AProgramSaysTheSame(string script)
    {
        var here = Command.Shell(InFolder, mounts.Ours, script, mounts.Scratch("programs"));
        var there = Command.Shell(InFolder, mounts.Folder, script, mounts.Scratch("programs"));
        Assert.Equal(Sorted(there.Output), Sorted(here.Output));
        Assert.Equal((there.ExitCode, Sorted(there.Error)), (here.ExitCode, Sorted(here.Error)));
    }

    [Fact]
    public void CopyingKeepsAll()
    {
        var copy = mounts.Scratch("copy");
        Command.Run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", copy).Ok();
        try
        {
            Command.Run("cp", "-a", mounts.Ours + "/.", copy).Ok();
            TreeAssert.Same(TreeTable.Of(mounts.Folder), TreeTable.Of(copy));
        }
        finally
        {
            Command.Run("umount", copy).Ok();
        }
    }

    [Fact]
    public void TheTreeIsTheFolder() => TreeAssert.Same(TreeTable.Of(mounts.Folder), TreeTable.Of(mounts.Ours));

    [Fact]
    public void RsyncFindsNothingToDo() => Assert.Empty(Rsync("-aHAXc", mounts.Folder, mounts.Ours) + Rsync("-aHAXc", mounts.Ours, mounts.Folder));

    [Fact]
    public void RsyncFindsNothingToDoBesideTheKernelsFilesystems()
    {
        // squashfs keeps no ACLs and no times before 1970 and after 2106; mkfs.erofs 1.5 cuts names of 255 bytes.
        foreach (var peer in mounts.Peers)
        {
            var options = peer.Type == "squashfs" ? new[] { "-aHXc", "--exclude=/times/*" } : ["-aHAXc", "--exclude=/names/n*"];
            Assert.Empty(Rsync([.. options, "--filter=-x system.*"], peer.Path, mounts.Ours));
        }
    }

    private static string Sorted(string text) => string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal));

    private static string Rsync(string options, string from, string to) => Rsync([options], from, to);

    private static string Rsync(string[] options, string from, string to) =>
        Command.Run("rsync", ["--dry-run", "--itemize-changes", "--delete", .. options, from + "/", to + "/"]).Ok();
}
