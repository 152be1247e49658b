using System.Buffers.Binary;
using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Session;

public sealed class WorkerPoolTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemoryTransport _transport = new();
    private readonly MemoryFileSystem _files = MemoryFileSystem.Sample();
    private readonly SemaphoreSlim _gate = new(0);
    private WorkerPool? _pool;

    public void Dispose()
    {
        _gate.Release(1000);
        _transport.End();
        Assert.True(_pool!.WaitForEnd(Patience));
        Assert.Equal(0, _transport.OpenChannels);
        Assert.True(_transport.IsDisposed);
        _gate.Dispose();
    }

    [Fact]
    public void SlowRequestsDoNotHoldUpOthers()
    {
        Start(new SessionOptions());
        BlockRequests(40);
        _transport.Send(Requests.Name(1, 1, "hello"));
        Assert.Equal(144, NextReply().Length);
        _gate.Release(40);
        for (var i = 0; i < 40; i++)
            Assert.Equal(120, NextReply().Length);
        Assert.Equal(new OperationCount("FUSE_GETATTR", 40, 0), _pool!.Sum().ToList()[1]);
    }

    [Fact]
    public void TheLimitHolds()
    {
        Start(new SessionOptions { MaxWorkers = 5 });
        BlockRequests(5);
        _transport.Send(Requests.Name(1, 1, "hello"));
        Assert.False(_transport.Replies.TryTake(out _, TimeSpan.FromMilliseconds(100)));
        Assert.Equal(5, _pool!.Count);
        _gate.Release(5);
        for (var i = 0; i < 6; i++)
            NextReply();
    }

    [Fact]
    public void IdleWorkersLeave()
    {
        Start(new SessionOptions { MaxIdleWorkers = 3 });
        BlockRequests(20);
        Assert.InRange(_pool!.Count, 21, 22);
        _gate.Release(20);
        for (var i = 0; i < 20; i++)
            NextReply();
        Assert.True(SpinWait.SpinUntil(() => _pool.Count <= 3, Patience));
        Assert.True(SpinWait.SpinUntil(() => _transport.OpenChannels == _pool.Count, Patience));
        Assert.Equal(20, Assert.Single(_pool.Sum().ToList()).Requests);
    }

    [Fact]
    public void AnInterruptReachesItsRequestOnly()
    {
        using var entered = new CountdownEvent(3);
        _files.Hook = (_, _, context) =>
        {
            entered.Signal();
            var patience = context.Unique == 10 ? Patience : TimeSpan.FromMilliseconds(200);
            return context.Cancellation.WaitHandle.WaitOne(patience) ? Errno.EINTR : Errno.EPERM;
        };
        Start(new SessionOptions());
        ulong[] uniques = [8, 10, 12];
        foreach (var unique in uniques)
            _transport.Send(WithUnique(Requests.Build(3, 1, new byte[16]), unique));
        Assert.True(entered.Wait(Patience));
        _transport.Send(WithUnique(Requests.UInt64(36, 0, 14), 15));
        _transport.Send(WithUnique(Requests.UInt64(36, 0, 10), 11));
        var errors = new Dictionary<ulong, int>();
        for (var i = 0; i < 4; i++)
        {
            var reply = NextReply();
            errors.Add(BinaryPrimitives.ReadUInt64LittleEndian(reply.AsSpan(8)), Requests.Error(reply));
        }
        Assert.Equal((int)Errno.EPERM, errors[8]);
        Assert.Equal((int)Errno.EINTR, errors[10]);
        Assert.Equal((int)Errno.EPERM, errors[12]);
        Assert.Equal((int)Errno.EAGAIN, errors[15]);
    }

    private static byte[] WithUnique(byte[] request, ulong unique)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(8), unique);
        return request;
    }

    private void Start(SessionOptions options)
    {
        _pool = new WorkerPool(_transport, new Dispatcher(_files, options, unique => _pool!.Interrupt(unique)), options);
        _pool.Start();
    }

    /// <summary>Sends requests that wait for the gate, and waits until all of them do.</summary>
    private void BlockRequests(int count)
    {
        var entered = 0;
        _files.Hook = (operation, _, _) =>
        {
            if (!string.Equals(operation, "getattr", StringComparison.Ordinal))
                return Errno.None;
            Interlocked.Increment(ref entered);
            _gate.Wait();
            return Errno.None;
        };
        for (var i = 0; i < count; i++)
            _transport.Send(Requests.Build(3, 1, new byte[16]));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref entered) == count, Patience));
    }

    private byte[] NextReply()
    {
        Assert.True(_transport.Replies.TryTake(out var reply, Patience), "no reply");
        return reply;
    }
}
