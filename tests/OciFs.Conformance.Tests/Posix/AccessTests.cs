using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Posix;

/// <summary>Whom the options of a mount let in; whom the files let in, once they are in, the probe program asks.</summary>
[Collection(SharedPosix.Name)]
public sealed class AccessTests(PosixMounts mounts)
{
    private const string Stranger = "65534";

    [Fact]
    public void OthersGetInOnlyIfAllowed()
    {
        using var point = mounts.Mount();
        Assert.Contains("Permission denied", Cat(point["plain/1"], Stranger).Error, StringComparison.Ordinal);
        Cat(Path.Combine(mounts.Ours, "plain/1"), Stranger).Ok();
    }

    [Fact]
    public void AnAccessControlListAdmitsNobodyWhomUmaskKeepsOut()
    {
        // The list of this file denies user 1001 and lets all others read.
        Cat(Path.Combine(mounts.Ours, "acl/denied"), Stranger).Ok();
        using var point = mounts.Mount("-o", "allow_other,umask=004");
        Assert.Contains("Permission denied", Cat(point["acl/denied"], Stranger).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAccessControlListDeniesWhomTheModeWouldAdmit() =>
        Assert.Contains("Permission denied", Cat(Path.Combine(mounts.Ours, "acl/denied"), "1001").Error, StringComparison.Ordinal);

    private static CommandResult Cat(string file, string user) =>
        Command.Run("setpriv", "--reuid", user, "--regid", user, "--clear-groups", "cat", file);
}
