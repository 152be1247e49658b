using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class XattrOverDevice() : XattrTests(Route.Device);

public sealed class XattrOverRing() : XattrTests(Route.Ring);

public abstract class XattrTests(Route route) : RouteTests(route)
{
    [Fact]
    public void GetfattrSeesNamesAndValues()
    {
        var files = MemoryFileSystem.Sample();
        var hello = files.Root.Children[0].Node;
        hello.SetXattr("user.text", "some value"u8.ToArray());
        hello.SetXattr("user.bytes", [0, 1, 0xff]);
        hello.SetXattr("user.empty", []);
        hello.SetXattr("user.large", new byte[65536]);
        using var mount = new LiveMount(files);
        Assert.Equal("user.bytes=0x0001ff\nuser.empty=0x\nuser.text=0x736f6d652076616c7565\n",
            Shell.Output("getfattr --absolute-names -e hex -m 'user.[bet]' -d \"$1\" | grep ^user | sort", mount.At("hello")));
        Assert.Equal("65536\n", Shell.Output("getfattr --absolute-names --only-values -n user.large \"$1\" | wc -c", mount.At("hello")));
        Assert.Contains("No such attribute", Shell.Run("getfattr", "-n", "user.none", mount.At("hello")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAnyTheKernelAsksOnce()
    {
        var files = MemoryFileSystem.Sample();
        files.HasXattrs = false;
        using var mount = new LiveMount(files);
        for (var i = 0; i < 3; i++)
            Assert.Contains("not supported", Shell.Run("getfattr", "-n", "user.none", mount.At("hello")).Error, StringComparison.Ordinal);
        Assert.Equal(1, mount.Requests("FUSE_GETXATTR"));
    }

    [Fact]
    public void PosixAclsAreCachedWhenAskedFor()
    {
        using var plain = new LiveMount(MemoryFileSystem.Sample());
        using var cached = new LiveMount(MemoryFileSystem.Sample(), options: new SessionOptions { PosixAcl = true });
        Assert.InRange(AclRequests(plain), 2, long.MaxValue);
        Assert.Equal(1, AclRequests(cached));
    }

    private static long AclRequests(LiveMount mount)
    {
        for (var i = 0; i < 3; i++)
            Shell.Run("getfattr", "-n", "system.posix_acl_access", mount.At("hello"));
        return mount.Requests("FUSE_GETXATTR");
    }
}
