using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests;

/// <summary>mount(8) with a table of our own and <c>mount.fuse.ocifs</c> where it looks for it, in a mount namespace that nobody else sees.</summary>
public sealed class FstabTests : IDisposable
{
    // The link stands in an overlay over the folder of mount's helpers; the processes of what is mounted end with it.
    private const string Prepare = """
        set -e
        mkdir "$1/up" "$1/mnt" && mount -t tmpfs tmpfs "$1/up" && mkdir "$1/up/upper" "$1/up/work"
        mount -t overlay -o "lowerdir=/usr/sbin,upperdir=$1/up/upper,workdir=$1/up/work" overlay /usr/sbin
        ln -s "$2" /usr/sbin/mount.fuse.ocifs
        cp -a --reflink=auto "$3" "$1/a layout"
        trap 'umount "$1/mnt" 2>/dev/null || true' EXIT

        """;

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("defaults", "images")]
    [InlineData("ro,nofail,_netdev,users,nodiratime,noexec,uid=7,x-systemd.automount,comment=no", "images")]
    [InlineData("platform=linux/amd64,rootfs,allow_other", "srv/demo/hello")]
    public void ALineOfFstabMounts(string options, string there)
    {
        File.WriteAllText(folder["fstab"], $"oci:{folder.Path}/a\\040layout:{Layouts.SampleName} {folder["mnt"]} fuse.ocifs {options} 0 0\n");
        var result = InNamespace("mount -a -T \"$1/fstab\"; test -e \"$1/mnt/$4\"; findmnt -no FSTYPE \"$1/mnt\"; umount \"$1/mnt\"", there);
        Assert.Equal(("fuse.ocifs\n", ""), (result.Ok(), result.Error));
    }

    [Fact]
    public void NoautoIsLeftOutAndMountedByItsFolder()
    {
        File.WriteAllText(folder["fstab"], $"oci:{folder.Path}/a\\040layout {folder["mnt"]} fuse.ocifs noauto,user,platform=linux/arm64 0 0\n");
        var result = InNamespace(
            """
            mount -a -T "$1/fstab"; test ! -e "$1/mnt/images"
            mount -T "$1/fstab" "$1/mnt"; readlink "$1/mnt/images/$4/rootfs"; umount "$1/mnt"
            """,
            Layouts.SampleSegment);
        Assert.Equal("platforms/linux-arm64/rootfs\n", result.Ok());
    }

    [Fact]
    public void AFakeMountMountsNothingAndAVerboseOneTellsWhatItDid()
    {
        var result = InNamespace("""mount -f -t fuse.ocifs "oci:$1/a layout" "$1/mnt"; test ! -e "$1/mnt/images"; mount -v -t fuse.ocifs "oci:$1/a layout" "$1/mnt"; umount "$1/mnt" """);
        Assert.Equal($"oci:{folder["a layout"]}: 1 image mounted on {folder["mnt"]}\n", result.Ok());
    }

    [Fact]
    public void AnOptionThatIsNotKnownIsTold()
    {
        var result = InNamespace("""mount -t fuse.ocifs -o ro,nosuchoption "oci:$1/a layout" "$1/mnt" """);
        Assert.NotEqual(0, result.ExitCode);
        Assert.StartsWith("ocifs: -o nosuchoption: this option is not known", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private CommandResult InNamespace(string script, string more = "") => Command.Run(
        "unshare", "--mount", "bash", "-c", Prepare + script, "bash", folder.Path, Repository.Executable, Layouts.Sample, more);
}
