using System.Diagnostics;
using OciFs.Fuse.Mount;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class UnprivilegedOverDevice() : UnprivilegedTests(Route.Device);

public sealed class UnprivilegedOverRing() : UnprivilegedTests(Route.Ring);

/// <summary>Mounting as a user without rights, through fusermount3, and as root of a user namespace.</summary>
public abstract class UnprivilegedTests : RouteTests
{
    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly string[] AsNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

    private readonly UnixFileMode _deviceMode = File.GetUnixFileMode("/dev/fuse");
    private readonly TempFolder _folder = new();

    protected UnprivilegedTests(Route route)
        : base(route)
    {
        var helper = Shell.Sh("command -v fusermount3");
        Assert.True(helper.ExitCode == 0, "fusermount3 is missing: these tests need it (apt-get install fuse3)");
        File.SetUnixFileMode("/dev/fuse", Everyone);
        Shell.Output("chown 65534:65534 \"$1\"", _folder.Path);
    }

    public override void Dispose()
    {
        base.Dispose();
        File.SetUnixFileMode("/dev/fuse", _deviceMode);
        _folder.Dispose();
    }

    [Fact]
    public void AUserMountsThroughTheHelper()
    {
        var look = "cat \"$1/hello\" && findmnt -n --raw -o SOURCE,FSTYPE \"$1\" && stat -c %U:%a \"$1/hello\""
            + " && grep -c user_id=65534 /proc/self/mountinfo";
        var result = Serve("-", "sh", "-c", look, "sh", _folder.Path);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("Hello, world!\na,b\\x5cc fuse.ocifs\nroot:644\n1\n", result.Output);
        Assert.DoesNotContain(MountTable.ReadOwn(), entry => entry.Mountpoint.Equals(_folder.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void OthersAreShutOutAndTheOwnerUnmounts()
    {
        using var server = Start("-");
        try
        {
            Assert.Contains("Permission denied", Shell.Run("ls", _folder.Path).Error, StringComparison.Ordinal);
            string[] unmount = [ServerProcess.Executable, ServerProcess.Command, "unmount", _folder.Path];
            Assert.Equal((int)UnmountResult.Done, Nobody(unmount).ExitCode);
            Assert.Equal((int)UnmountResult.NotMounted, Nobody(unmount).ExitCode);
        }
        finally
        {
            Assert.Equal(0, Shell.Finish(server).ExitCode);
        }
    }

    [Fact]
    public void ABusyMountIsToldAsSuch()
    {
        var unmount = $"exec < \"$1/hello\"; '{ServerProcess.Executable}' {ServerProcess.Command} unmount \"$1\"";
        Assert.Equal((int)UnmountResult.Busy, Serve("-", "sh", "-c", unmount, "sh", _folder.Path).ExitCode);
    }

    [Fact]
    public void AllowOtherNeedsTheSystemsConsent()
    {
        if (File.ReadLines("/etc/fuse.conf").Any(line => line.Trim() is "user_allow_other"))
            Assert.Skip("this system allows it");
        var result = Serve("allow_other", "true");
        Assert.Equal(99, result.ExitCode);
        const string Message = "HelperFailed: fusermount3: option allow_other only allowed if 'user_allow_other' is set";
        Assert.StartsWith(Message, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void AClosedDeviceIsTold()
    {
        File.SetUnixFileMode("/dev/fuse", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var result = Serve("-", "true");
        Assert.Equal(99, result.ExitCode);
        Assert.Contains("/dev/fuse", result.Error, StringComparison.Ordinal);
        Assert.Contains("Permission denied", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingHelperIsTold()
    {
        var result = Nobody("env", "PATH=/nonexistent", ServerProcess.Executable, ServerProcess.Command, "-", _folder.Path);
        Assert.Equal((99, "HelperMissing: fusermount3 was not found (install fuse3, or run as root)\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public void RootOfAUserNamespaceNeedsNoHelper()
    {
        var look = "cat \"$1/hello\" && stat -f -c %T \"$1\" && grep -c allow_other /proc/self/mountinfo";
        var result = Nobody(
            "unshare", "-Urm", "env", "PATH=/nonexistent", ServerProcess.Executable, ServerProcess.Command, "allow_other", _folder.Path,
            "/bin/sh", "-c", "PATH=/bin:/usr/bin; " + look, "sh", _folder.Path);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("Hello, world!\nfuseblk\n1\n", result.Output);
    }

    [Fact]
    public void AUsersDeadMountIsReplaced()
    {
        var first = Start("-");
        first.Kill();
        first.WaitForExit();
        first.Dispose();
        ServerProcess.WaitUntilDead(AsNobody[0], [.. AsNobody[1..], "stat", _folder.Path]);
        Assert.Equal("Hello, world!\n", Serve("-", "cat", Path.Combine(_folder.Path, "hello")).Output);
    }

    private Process Start(string options)
    {
        var process = Shell.Start(AsNobody[0], [.. AsNobody[1..], ServerProcess.Executable, ServerProcess.Command, options, _folder.Path]);
        Assert.Equal("mounted", process.StandardOutput.ReadLine());
        return process;
    }

    private ShellResult Serve(string options, params string[] program) =>
        Nobody([ServerProcess.Executable, ServerProcess.Command, options, _folder.Path, .. program]);

    private static ShellResult Nobody(params string[] command) => Shell.Run(AsNobody[0], [.. AsNobody[1..], .. command]);
}
