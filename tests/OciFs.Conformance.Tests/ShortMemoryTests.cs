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

    /// <summary>What lies in the kernel's cache of files is charged to whoever brought it there, and cannot be taken away while somebody locks it (mlock(2)).</summary>
    [Fact]
    public void AReaderThatLocksWhatItReadsDoesNotHaveTheServerKilled()
    {
        using var group = MemoryGroup.TryCreate(Bytes);
        Assert.SkipWhen(group is null, "no control group for memory can be made here");
        using var server = ForegroundServer.Start($"oci:{Layouts.Real}:real-gz", folder["cache"], group);
        Assert.Equal("160 MB locked", Command.Run("python3", "-c", Locker, server.Point["images/real-gz/rootfs"]).Ok().Trim());
        Assert.Equal(0, group!.Killed);
        Assert.True(server.IsRunning);
        Command.Run("ls", "-l", server.Point["images/real-gz/rootfs/"]).Ok();
    }

    // Two files of each folder are read, so that the server takes the program for one that reads them all.
    private const string Locker = """
        import ctypes, os, sys, time
        libc = ctypes.CDLL(None, use_errno=True)
        libc.mmap.restype = ctypes.c_void_p
        locked = 0
        for folder, _, _ in os.walk(sys.argv[1]):
            files = [e for e in os.scandir(folder) if e.is_file(follow_symlinks=False) and 0 < e.stat().st_size <= 131072]
            for e in files[:2]:
                open(e.path, 'rb').read()
            if len(files) > 3:
                time.sleep(0.02)
            for e in files:
                size = e.stat().st_size
                file = os.open(e.path, os.O_RDONLY)
                start = libc.mmap(None, ctypes.c_size_t(size), 1, 1, file, ctypes.c_long(0))
                os.close(file)
                if libc.mlock(ctypes.c_void_p(start), ctypes.c_size_t(size)) != 0:
                    sys.exit(f'mlock: {os.strerror(ctypes.get_errno())}')
                locked += size
            if locked >= 160_000_000:
                print('160 MB locked')
                break
        """;

    // Both tags have the same files; umoci reads no zstd.
    private static readonly Lazy<string> Expected = new(() =>
    {
        using var umoci = new UmociRootfs(Layouts.Real, "real-gz");
        return Sum(umoci.Path);
    });

    private static string Sum(string rootfs) => Command.Shell("set -o pipefail; tar --sort=name -C \"$1\" -cf - . | sha256sum", rootfs).Ok();
}
