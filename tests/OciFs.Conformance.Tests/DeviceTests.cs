using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests;

/// <summary>Machines that cannot mount: no /dev/fuse, no fusermount3. Made in a mount namespace of the command's own.</summary>
public sealed class DeviceTests
{
    [Fact]
    public void AMissingDeviceIsTold()
    {
        const string Bare = """
            mount -t tmpfs tmpfs /dev && mknod -m 666 /dev/null c 1 3 && mknod -m 666 /dev/urandom c 1 9 && exec "$@"
            """;
        using var point = new MountPoint();
        Command.Run(
                "unshare", "--mount", "bash", "-c", Bare, "bash", Repository.Executable, "mount", $"oci:{Layouts.Sample}", point.Path)
            .FailsInOneLine(1, "/dev/fuse");
    }

    [Fact]
    public void AMissingHelperIsToldToAUser()
    {
        // Hidden wherever it is looked for: not in PATH, and no program at its usual place.
        const string Hide = """
            mount --bind /dev/null "$(command -v fusermount3)" && export PATH=/nonexistent && exec "$@"
            """;
        using var user = new OrdinaryUser();
        user.Run(["/usr/bin/unshare", "--mount", "/bin/bash", "-c", Hide, "bash"], user.MountCommand).FailsInOneLine(1, "fusermount3");
    }
}
