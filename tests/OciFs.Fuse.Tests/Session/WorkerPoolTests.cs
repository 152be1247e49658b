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
        Assert.True(SpinWait.SpinUntil(() => _pool!.Ended.IsCompleted, Patience));
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
        Assert.Equal(new OperationCount("FUSE_GETATTR", 40, 0), _pool!.Sum().ToList()[1] with { Latency = default });
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
        var ready = new TaskCompletionSource();
        using var deferred = new CountdownEvent(3);
        _files.Hook = (_, _, context) =>
        {
            if (ready.Task.IsCompleted)
                return Errno.EPERM;
            deferred.Signal();
            return context.Later(ready.Task);
        };
        Start(new SessionOptions());
        ulong[] uniques = [8, 10, 12];
        foreach (var unique in uniques)
            _transport.Send(WithUnique(Requests.Build(3, 1, new byte[16]), unique));
        Assert.True(deferred.Wait(Patience));
        _transport.Send(WithUnique(Requests.UInt64(36, 0, 14), 15));
        Assert.Equal((15UL, (int)Errno.EAGAIN), Outcome(NextReply()));
        _transport.Send(WithUnique(Requests.UInt64(36, 0, 10), 11));
        Assert.Equal((10UL, (int)Errno.EINTR), Outcome(NextReply()));
        ready.SetResult();
        (ulong, int)[] others = [Outcome(NextReply()), Outcome(NextReply())];
        Assert.Equal([(8UL, (int)Errno.EPERM), (12UL, (int)Errno.EPERM)], others.Order());
        Assert.Equal(new OperationCount("FUSE_GETATTR", 3, 3), _pool!.Sum().ToList()[0] with { Latency = default });
    }

    /// <summary>The interrupt comes while the filesystem still looks into the request that it then wants to defer.</summary>
    [Fact]
    public void AnInterruptIsNotLostToARequestAboutToWait()
    {
        var never = new TaskCompletionSource();
        var entered = 0;
        _files.Hook = (_, _, context) =>
        {
            Interlocked.Increment(ref entered);
            _gate.Wait();
            return context.Later(never.Task);
        };
        Start(new SessionOptions());
        _transport.Send(WithUnique(Requests.Build(3, 1, new byte[16]), 8));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref entered) == 1, Patience));
        _transport.Send(WithUnique(Requests.UInt64(36, 0, 8), 9));
        Assert.True(SpinWait.SpinUntil(() => _pool!.Sum().ToList().Any(count => count.Operation is "FUSE_INTERRUPT"), Patience));
        _gate.Release();
        Assert.Equal((8UL, (int)Errno.EINTR), Outcome(NextReply()));
    }

    [Fact]
    public void WhatWaitsIsDroppedAtTheEnd()
    {
        var ready = new TaskCompletionSource();
        using var deferred = new CountdownEvent(2);
        _files.Hook = (_, _, context) =>
        {
            deferred.Signal();
            return context.Later(ready.Task);
        };
        Start(new SessionOptions());
        _transport.Send(WithUnique(Requests.Build(3, 1, new byte[16]), 8));
        _transport.Send(WithUnique(Requests.Build(3, 1, new byte[16]), 10));
        Assert.True(deferred.Wait(Patience));
        _transport.End();
        Assert.True(SpinWait.SpinUntil(() => _pool!.Ended.IsCompleted, Patience));
        ready.SetResult();
        Assert.False(_transport.Replies.TryTake(out _, TimeSpan.FromMilliseconds(500)));
    }

    private static (ulong Unique, int Error) Outcome(byte[] reply) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(reply.AsSpan(8)), Requests.Error(reply));

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
