using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class AllocationOverDevice() : AllocationTests(Route.Device);

public sealed class AllocationOverRing() : AllocationTests(Route.Ring);

public abstract class AllocationTests(Route route) : RouteTests(route)
{
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
