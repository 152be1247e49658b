using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class WritingOverDevice() : WritingTests(Route.Device);

public sealed class WritingOverRing() : WritingTests(Route.Ring);

/// <summary>Nothing can be changed: neither past the kernel's own check of a read-only mount, nor behind it.</summary>
public abstract class WritingTests(Route route) : RouteTests(route)
{
    private static readonly string[] Attempts =
    [
        "touch \"$1/new\"",
        "echo x > \"$1/hello\"",
        "mkdir \"$1/new\"",
        "rm -f \"$1/hello\"",
        "rmdir \"$1/folder\"",
        "chmod 600 \"$1/hello\"",
        "chown 1 \"$1/hello\"",
        "ln \"$1/hello\" \"$1/new\"",
        "ln -s hello \"$1/new\"",
        "mv \"$1/hello\" \"$1/new\"",
        "mknod \"$1/new\" p",
        "setfattr -n user.a -v b \"$1/hello\"",
        "setfattr -x user.a \"$1/hello\"",
        "truncate -s 3 \"$1/hello\"",
        "touch -d 2000-01-01 \"$1/hello\"",
        "fallocate -l 100 \"$1/hello\"",
    ];

    [Fact]
    public void TheMountIsReadOnly()
    {
        using var mount = new LiveMount(MemoryFileSystem.Sample());
        Assert.All(Attempts, attempt => Refused(attempt, mount.Path));
        Assert.Contains("ro,nosuid,nodev", Shell.Output("findmnt -n -o OPTIONS \"$1\"", mount.Path), StringComparison.Ordinal);
    }

    /// <summary>Root can make the mount writable again; the requests then come to the server.</summary>
    [Fact]
    public void TheServerRefusesByItself()
    {
        using var mount = new LiveMount(MemoryFileSystem.Sample());
        Shell.Output("mount -i -o remount,rw \"$1\"", mount.Path);
        Assert.All(Attempts, attempt => Refused(attempt, mount.Path));
        Assert.All<string>(
            [
                "FUSE_CREATE", "FUSE_SETATTR", "FUSE_MKDIR", "FUSE_UNLINK", "FUSE_RMDIR", "FUSE_LINK",
                "FUSE_SYMLINK", "FUSE_RENAME2", "FUSE_MKNOD", "FUSE_SETXATTR", "FUSE_REMOVEXATTR", "FUSE_FALLOCATE",
            ],
            operation => Assert.InRange(mount.Requests(operation), 1, long.MaxValue));
        Assert.Equal("Hello, world!\n", Shell.Output("cat \"$1\"", mount.At("hello")));
    }

    private static void Refused(string attempt, string path)
    {
        var result = Shell.Sh(attempt, path);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Read-only file system", result.Error, StringComparison.Ordinal);
    }
}
