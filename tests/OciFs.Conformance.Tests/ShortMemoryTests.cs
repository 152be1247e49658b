using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests;

/// <summary>A server that may have 128 MB, caches of files and all, serves a large image as any other.</summary>
public sealed class ShortMemoryTests : IDisposable
{
    private const long Bytes = 128_000_000;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("real")] // zstd
    [InlineData("real-gz")]
    public void AnImageOfAGigabyteIsIndexedListedAndReadInThem(string tag)
    {
        using var group = MemoryGroup.TryCreate(Bytes);
        Assert.SkipWhen(group is null, "no control group for memory can be made here");
        using var server = ForegroundServer.Start($"oci:{Layouts.Real}:{tag}", folder["cache"], group);
        var rootfs = server.Point[$"images/{tag}/rootfs"];
        Command.Run("ls", "-lR", rootfs + "/").Ok();
        var first = Sum(rootfs);
        Command.Shell("find \"$1\" -xdev -type f -size +64k -print0 | shuf -z -n 400 --random-source=/etc/services | xargs -0 -P 16 -n 5 cat >/dev/null", rootfs).Ok();
        Assert.Equal(first, Sum(rootfs));
        Assert.Equal(Expected.Value, first);
        Assert.Equal(0, group!.Killed);
        Assert.True(server.IsRunning);
    }

    // Both tags have the same files; umoci reads no zstd.
    private static readonly Lazy<string> Expected = new(() =>
    {
        using var umoci = new UmociRootfs(Layouts.Real, "real-gz");
        return Sum(umoci.Path);
    });

    private static string Sum(string rootfs) => Command.Shell("set -o pipefail; tar --sort=name -C \"$1\" -cf - . | sha256sum", rootfs).Ok();
}
