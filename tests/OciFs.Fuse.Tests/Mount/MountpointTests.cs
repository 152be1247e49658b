using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Mount;

public sealed class MountpointTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MustExist() => Assert.Equal(FuseMountError.MountpointMissing, Fails("none"));

    [Fact]
    public void MustBeADirectory()
    {
        File.WriteAllText(At("file"), "");
        Assert.Equal(FuseMountError.MountpointNotDirectory, Fails("file"));
        Assert.Equal(FuseMountError.MountpointNotDirectory, Fails("file/below"));
    }

    [Fact]
    public void MustBeEmptyUnlessAsked()
    {
        File.WriteAllText(At("file"), "");
        Assert.Equal(FuseMountError.MountpointNotEmpty, Fails("."));
        using var session = Start(".", new MountOptions { AllowNonEmpty = true });
        Assert.False(File.Exists(At("file")));
    }

    [Fact]
    public void LinksAreFollowed()
    {
        Directory.CreateDirectory(At("real"));
        Directory.CreateSymbolicLink(At("link"), "real");
        using var session = Start("link", new MountOptions());
        Assert.Equal(At("real"), session.Mountpoint);
        Assert.Equal("Hello, world!\n", File.ReadAllText(At("real/hello")));
        Assert.Equal(UnmountResult.Done, FuseMount.Unmount(At("link"), lazy: false));
        Assert.True(session.WaitForExit(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void OneMountIsEnough()
    {
        using var session = Start(".", new MountOptions());
        Assert.Equal(FuseMountError.AlreadyMounted, Fails("."));
    }

    [Fact]
    public void OnlyOurOwnIsUnmounted()
    {
        Assert.Equal(UnmountResult.NotMounted, FuseMount.Unmount(_folder.Path, lazy: false));
        Shell.Output("mount -t tmpfs none \"$1\"", _folder.Path);
        Assert.Equal(UnmountResult.NotMounted, FuseMount.Unmount(_folder.Path, lazy: true));
        // Mounting upon another filesystem is everyday business.
        using (Start(".", new MountOptions()))
            Assert.Equal("Hello, world!\n", File.ReadAllText(At("hello")));
        Assert.Equal("tmpfs\n", Shell.Output("stat -f -c %T \"$1\"", _folder.Path));
    }

    [Theory]
    [InlineData(Errno.ENOENT, "/dev/fuse does not exist (modprobe fuse; in a container: --device /dev/fuse --cap-add SYS_ADMIN)")]
    [InlineData(Errno.EACCES, "/dev/fuse may not be opened by this user (chmod 0666 /dev/fuse, or run as root)")]
    [InlineData(Errno.ENODEV, "/dev/fuse has no driver (modprobe fuse)")]
    [InlineData(Errno.EPERM, "/dev/fuse may not be opened here (in a container: --device /dev/fuse --cap-add SYS_ADMIN)")]
    [InlineData(Errno.ENOMEM, "/dev/fuse cannot be opened: Cannot allocate memory")]
    public void TheDevicesErrorsSayWhatToDo(Errno errno, string message) => Assert.Equal(message, FuseDevice.Explain(errno));

    private string At(string name) => Path.Combine(_folder.Path, name);

    private FuseSession Start(string name, MountOptions options) =>
        FuseSession.Start(MemoryFileSystem.Sample(), At(name), options, new SessionOptions());

    private FuseMountError Fails(string name) => Assert.Throws<FuseMountException>(() => Start(name, new MountOptions())).Kind;
}
