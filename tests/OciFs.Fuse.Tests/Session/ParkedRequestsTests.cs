using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Session;

public sealed class ParkedRequestsTests
{
    /// <summary>Who interrupts his program and starts it again, and again, while a long pass goes on.</summary>
    [Fact]
    public void InterruptedRequestsLeaveNothingBehind()
    {
        const int Many = 20_000;
        var transport = new MemoryTransport();
        var dispatcher = new Dispatcher(MemoryFileSystem.Sample(), new SessionOptions(), _ => false);
        var parked = new ParkedRequests(transport, dispatcher, () => []);
        using var responder = new Responder(transport.OpenReplyChannel(), dispatcher, parked);
        var ready = new TaskCompletionSource();
        Interrupt(1, 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Interrupt(1000, Many);
        // A continuation that stays takes some 200 bytes.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20 * Many);
        GC.KeepAlive(ready);
        parked.Close();

        void Interrupt(ulong first, int count)
        {
            var request = Requests.Build(3, 1, new byte[16]);
            for (var unique = first; unique < first + (ulong)count; unique++)
            {
                Assert.True(parked.TryPark(responder, request, unique, 0, ready.Task));
                Assert.True(parked.Interrupt(unique));
                Assert.Equal((int)Errno.EINTR, Requests.Error(transport.Replies.Take()));
            }
        }
    }
}
