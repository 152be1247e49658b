using OciFs.Fuse.Mount;

namespace OciFs.Fuse.Tests.Mount;

public sealed class MountDataTests
{
    private static readonly MountOptions Everything = new()
    {
        FsName = "oci:/a,b\\c",
        AllowOther = true,
        DefaultPermissions = true,
        NoSuid = false,
        NoDev = false,
        NoExec = true,
        AutoUnmount = true,
    };

    /// <summary>MS_RDONLY 1, MS_NOSUID 2, MS_NODEV 4, MS_NOEXEC 8 of <c>linux/mount.h</c>.</summary>
    [Fact]
    public void Flags()
    {
        Assert.Equal((nuint)7, MountData.Flags(new MountOptions()));
        Assert.Equal((nuint)9, MountData.Flags(Everything));
    }

    [Fact]
    public void ForTheKernel()
    {
        Assert.Equal("fd=5,rootmode=40000,user_id=1000,group_id=100", MountData.ForKernel(new MountOptions(), 5, 1000, 100));
        Assert.Equal("fd=5,rootmode=40000,user_id=0,group_id=0,default_permissions,allow_other", MountData.ForKernel(Everything, 5, 0, 0));
    }

    [Fact]
    public void ForTheHelper()
    {
        Assert.Equal("ro,nosuid,nodev,subtype=ocifs,fsname=ocifs", MountData.ForHelper(new MountOptions()));
        const string All = "ro,suid,dev,noexec,default_permissions,allow_other,auto_unmount,subtype=ocifs,fsname=oci:/a\\,b\\\\c";
        Assert.Equal(All, MountData.ForHelper(Everything));
    }
}
