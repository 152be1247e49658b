using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Session;

public sealed class AllocationTests
{
    [Fact]
    public void AnsweringAllocatesNothing()
    {
        var server = new WireServer(MemoryFileSystem.Sample());
        byte[][] requests =
        [
            Requests.Name(1, 1, "hello"), Requests.Name(1, 1, "missing"), Requests.Build(3, 2, new byte[16]), Requests.Build(5, 5),
            Requests.Read(15, 2, 0, 4096), Requests.Read(28, 1, 0, 4096), Requests.Read(44, 1, 0, 4096),
            Requests.Xattr(22, 1, 0, "user.a"), Requests.Build(17, 1), Requests.Build(4, 1), Requests.UInt64(36, 0, 1),
            Requests.UInt64(2, 2, 1),
        ];
        Round(server, requests, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round(server, requests, 10_000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>All threads, with a kernel at the other end: what is allocated does not grow with the number of requests.</summary>
    [Fact]
    public void ServingAllocatesNothing()
    {
        var files = new MemoryFileSystem { Validity = Validity.None };
        files.AddFile(files.Root, "hello", new byte[100]);
        using var mount = new LiveMount(files);
        var few = Measure(mount, 1_000, out _);
        few = Math.Min(few, Measure(mount, 1_000, out _));
        var many = Measure(mount, 21_000, out var requests);
        Assert.True(requests > 20_000, $"only {requests} requests");
        // The smallest object has 24 bytes; workers that come and go with the load of the machine are few.
        Assert.InRange(many - few, long.MinValue, 4 * requests);
    }

    private static void Round(WireServer server, byte[][] requests, int times)
    {
        for (var i = 0; i < times; i++)
        {
            foreach (var request in requests)
                server.Ask(request);
        }
    }

    private static long Measure(LiveMount mount, int stats, out long requests)
    {
        const string Script = "import os,sys\nfor i in range(int(sys.argv[2])): os.stat(sys.argv[1])";
        var requestsBefore = mount.Requests("FUSE_LOOKUP") + mount.Requests("FUSE_GETATTR");
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal(0, Shell.Run("python3", "-c", Script, mount.At("hello"), stats.ToString()).ExitCode);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        requests = mount.Requests("FUSE_LOOKUP") + mount.Requests("FUSE_GETATTR") - requestsBefore;
        return allocated;
    }
}
