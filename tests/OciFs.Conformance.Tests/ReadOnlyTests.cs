using OciFs.Conformance.Tests.Mounts;

namespace OciFs.Conformance.Tests;

/// <summary>Every attempt to change something ends with EROFS, in a rootfs as elsewhere in the tree.</summary>
[Collection(SharedSample.Name)]
public sealed class ReadOnlyTests(SampleMount mount)
{
    [Theory]
    [InlineData("touch new")]
    [InlineData("touch -d 2001-01-01 etc/issue")]
    [InlineData("mkdir new")]
    [InlineData("mkfifo new")]
    [InlineData("mknod new c 1 3")]
    [InlineData("ln -s etc new")]
    [InlineData("ln etc/issue new")]
    [InlineData("mv etc/issue new")]
    [InlineData("rm -f etc/issue")]
    [InlineData("rmdir srv/demo/conf.d")]
    [InlineData("chmod 600 etc/issue")]
    [InlineData("chown 1:1 etc/issue")]
    [InlineData("chown -h 1:1 srv/demo/greeting")]
    [InlineData("truncate -s 0 etc/issue")]
    [InlineData("echo more >>etc/issue")]
    [InlineData("echo less >etc/issue")]
    [InlineData("setfattr -n user.new -v x etc/issue")]
    [InlineData("setfattr -x user.demo.note srv/demo/hello")]
    [InlineData("rm -f ../manifest")]
    [InlineData("echo >../manifest")]
    [InlineData("mkdir ../../new")]
    [InlineData("rm -f ../../../rootfs")]
    public void NothingCanBeChanged(string command)
    {
        var result = mount.Shell(command);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Read-only file system", result.Error, StringComparison.Ordinal);
    }
}
