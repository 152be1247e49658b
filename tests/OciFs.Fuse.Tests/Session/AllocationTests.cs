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

        // The runtime makes objects of its own now and then; what a request makes, each round makes.
        var least = long.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Round(server, requests, 10_000);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    private static void Round(WireServer server, byte[][] requests, int times)
    {
        for (var i = 0; i < times; i++)
        {
            foreach (var request in requests)
                server.Ask(request);
        }
    }
}
