using System.Text;
using OciFs.Fuse.Mount;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Mount;

public sealed class MountTableTests
{
    /// <summary>The first line is the example of <c>Documentation/filesystems/proc.rst</c>.</summary>
    private const string Sample = """
        36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
        28 1 0:24 / / rw,relatime shared:1 master:2 propagate_from:3 - overlay none rw
        300 28 0:77 / /mnt/with\040space\011tab\134back\012line\043hash ro,nosuid - fuse.ocifs oci:/a\040b ro,user_id=0,group_id=0
        301 28 0:78 / /mnt/empty rw - fuse.ocifs  ro,user_id=0
        302 28 0:79 / /mnt/plain\9\04 rw - fuse.sshfs host: rw

        """;

    [Fact]
    public void LinesAreTakenApart()
    {
        var table = MountTable.Parse(Encoding.UTF8.GetBytes(Sample));
        Assert.Equal(5, table.Count);
        Assert.Equal(new MountEntry(36, 35, 98, 0, "/mnt1", "/mnt2", "rw,noatime", "ext3", "/dev/root", "rw,errors=continue"), table[0]);
        Assert.Equal(new MountEntry(28, 1, 0, 24, "/", "/", "rw,relatime", "overlay", "none", "rw"), table[1]);
        Assert.Equal("/mnt/with space\ttab\\back\nline#hash", table[2].Mountpoint);
        Assert.Equal(("oci:/a b", 77u, "ro,user_id=0,group_id=0"), (table[2].Source, table[2].Minor, table[2].SuperOptions));
        Assert.Equal(("", "ro,user_id=0"), (table[3].Source, table[3].SuperOptions));
        Assert.Equal("/mnt/plain\\9\\04", table[4].Mountpoint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x 35 98:0 / / rw - ext3 /dev/root rw")]
    [InlineData("36 35 98 / / rw - ext3 /dev/root rw")]
    [InlineData("36 35 98: / / rw - ext3 /dev/root rw")]
    [InlineData("36 35 98:0 / / rw shared:1")]
    [InlineData("36 35 98:0 / / rw - ext3")]
    [InlineData("36")]
    public void WhatIsNoLineIsLeftOut(string line) => Assert.Empty(MountTable.Parse(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void TheKernelsOwnTableAgreesWithFindmnt()
    {
        var ours = MountTable.Read().Select(entry => $"{entry.Id} {entry.FileSystemType} {entry.Major}:{entry.Minor}");
        var findmnt = Shell.Output("findmnt -rn -o ID,FSTYPE,MAJ:MIN").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(findmnt.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheTopmostOfSeveralIsTheOneThatIsSeen()
    {
        var table = MountTable.Parse("""
            10 1 0:1 / /m rw - tmpfs a rw
            12 11 0:3 / /m rw - tmpfs c rw
            11 10 0:2 / /m rw - tmpfs b rw
            13 1 0:4 / /other rw - tmpfs d rw
            """u8);
        Assert.Equal("c", MountTable.Topmost(table, "/m")?.Source);
        Assert.Null(MountTable.Topmost(table, "/none"));
    }
}
