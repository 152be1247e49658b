using System.Text.Json;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests;

/// <summary>What the server of a mount may still do, by the kernel's word and by what it can reach.</summary>
public sealed class ConfinementTests : IDisposable
{
    // capabilities(7): CAP_DAC_READ_SEARCH, CAP_SYS_ADMIN.
    private const ulong ReadsAnything = 1UL << 2, ReadsOverlayMarks = 1UL << 21;

    private readonly TempFolder _folder = new();

    [Fact]
    public void TheServerHasGivenUpWhatItDoesNotNeed()
    {
        using var point = MountPoint.Of($"oci:{Layouts.Sample}");

        AssertConfined(point, ReadsAnything, ["CAP_DAC_READ_SEARCH"]);
    }

    /// <summary>Overlay marks what a folder hides by attributes that only CAP_SYS_ADMIN reads.</summary>
    [Fact]
    public void TheServerOfUnpackedLayersReadsTheirMarks()
    {
        Command.Shell("mkdir -p \"$1/root/overlay-images\" \"$1/root/overlay-layers\" && echo '[]' | tee \"$1/root/overlay-images/images.json\" > \"$1/root/overlay-layers/layers.json\"", _folder.Path).Ok();
        using var point = MountPoint.Of($"containers-storage:{_folder["root"]}");

        AssertConfined(point, ReadsAnything | ReadsOverlayMarks, ["CAP_DAC_READ_SEARCH", "CAP_SYS_ADMIN"]);
    }

    [Fact]
    public void TheServerOfAnOrdinaryUserHasNoRights()
    {
        using var user = new OrdinaryUser();
        user.Run(user.MountCommand).Ok();

        using var status = JsonDocument.Parse(user.Run("/bin/cat", Path.Combine(user.MountPoint, ".ocifs/status.json")).Ok());
        Assert.Empty(status.RootElement.GetProperty("confinement").GetProperty("capabilities").EnumerateArray());
        Assert.Equal(0UL, Capabilities(status.RootElement));
        user.Run(user.Executable, "umount", user.MountPoint).Ok();
    }

    /// <summary>Root may read the file behind the link; the server, which is root's, may not: the kernel's Landlock says so.</summary>
    [Fact]
    public void ALinkOutOfTheStoreLeadsNowhereOnceItIsMounted()
    {
        Assert.SkipUnless(HasLandlock(), "this kernel has no Landlock, or it is not switched on");
        Command.Shell("cp -a --reflink=auto \"$1\" \"$2/layout\" && mkdir \"$2/outside\"", Layouts.Sample, _folder.Path).Ok();
        using var point = MountPoint.Of($"oci:{_folder["layout"]}");
        Command.Shell(
            """
            blob=$(ls -S "$1/layout/blobs/sha256" | head -n 1)
            mv "$1/layout/blobs/sha256/$blob" "$1/outside/" && ln -s "$1/outside/$blob" "$1/layout/blobs/sha256/$blob"
            """,
            _folder.Path).Ok();

        Assert.NotEqual(0, Command.Run("ls", point[$"images/{Layouts.SampleSegment}/rootfs/etc"]).ExitCode);
        Assert.Contains("permission denied", File.ReadAllText(point[$"images/{Layouts.SampleSegment}/error"]), StringComparison.Ordinal);

        // A layout that has links when it is mounted is read wherever they lead.
        using var again = MountPoint.Of($"oci:{_folder["layout"]}");
        Command.Run("ls", again[$"images/{Layouts.SampleSegment}/rootfs/etc"]).Ok();
    }

    [Fact]
    public void AnArchiveThatIsWrittenAnewIsFollowed()
    {
        Command.Shell("tar -C \"$1\" -cf \"$2/images.tar\" .", Layouts.Sample, _folder.Path).Ok();
        using var point = MountPoint.Of($"oci-archive:{_folder["images.tar"]}");
        Assert.Contains(Layouts.SampleSegment, File.ReadAllText(point[".ocifs/status.json"]) + string.Join(' ', Names(point)), StringComparison.Ordinal);

        Command.Shell(
            """
            mkdir "$2/layout" && cp -a --reflink=auto "$1/." "$2/layout/" && sed -i 's/"org.opencontainers.image.ref.name":"[^"]*"/"org.opencontainers.image.ref.name":"another"/' "$2/layout/index.json"
            tar -C "$2/layout" -cf "$2/new.tar" . && mv "$2/new.tar" "$2/images.tar"
            """,
            Layouts.Sample,
            _folder.Path).Ok();

        Assert.True(SpinWait.SpinUntil(() => Names(point) is ["another"], TimeSpan.FromSeconds(30)), string.Join(' ', Names(point)));
        Command.Run("ls", point["images/another/rootfs/etc"]).Ok();
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Names(MountPoint point) => [.. Directory.EnumerateDirectories(point["images"]).Select(path => Path.GetFileName(path)!)];

    private static void AssertConfined(MountPoint point, ulong capabilities, string[] names)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(point[".ocifs/status.json"]));
        var told = document.RootElement.GetProperty("confinement");
        string[] status = File.ReadAllLines($"/proc/{document.RootElement.GetProperty("pid").GetInt32()}/status");

        Assert.Contains("NoNewPrivs:\t1", status, StringComparer.Ordinal);
        Assert.True(told.GetProperty("noNewPrivileges").GetBoolean());
        Assert.Contains("Seccomp:\t2", status, StringComparer.Ordinal);
        Assert.True(told.GetProperty("systemCallFilter").GetBoolean());
        Assert.Equal(capabilities, Capabilities(document.RootElement));
        Assert.Equal(names, told.GetProperty("capabilities").EnumerateArray().Select(name => name.GetString()!), StringComparer.Ordinal);
        Assert.Equal(HasLandlock(), told.GetProperty("landlock").ValueKind is JsonValueKind.Number);
    }

    // What it has, what it may have, and what a program that it started could get: all the same.
    private static ulong Capabilities(JsonElement status) => Assert.Single(
        File.ReadLines($"/proc/{status.GetProperty("pid").GetInt32()}/status")
            .Where(line => line.StartsWith("CapPrm:", StringComparison.Ordinal) || line.StartsWith("CapEff:", StringComparison.Ordinal))
            .Select(line => Convert.ToUInt64(line[7..].Trim(), 16))
            .Distinct());

    private static bool HasLandlock() =>
        Command.Run("python3", "-c", "import ctypes; raise SystemExit(ctypes.CDLL(None).syscall(444, 0, 0, 1) < 1)").ExitCode == 0;
}
