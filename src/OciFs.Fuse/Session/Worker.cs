using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>One thread of a session: takes a request, answers it, takes the next.</summary>
internal sealed class Worker(WorkerPool pool, Channel channel, Dispatcher dispatcher) : IDisposable
{
    private readonly InterruptSlot _slot = new();

    /// <summary>What this thread has answered.</summary>
    public OperationCounters Counters { get; } = new();

    /// <summary>Cancels this worker's request, if it has the number.</summary>
    /// <param name="unique">The number.</param>
    /// <returns>Whether it had.</returns>
    public bool TryInterrupt(ulong unique) => _slot.TryInterrupt(unique, dispatcher.Options.OnError);

    /// <summary>Works until the mount ends or the pool has too many idle workers. Counts as idle when it begins.</summary>
    public void Run()
    {
        do
        {
            if (!channel.Receive(out var request))
            {
                pool.Closed(this);
                return;
            }
            var known = RequestReader.TryRead<fuse_in_header>(request, out var header);
            pool.Busy(known && MayTakeLong(header.opcode));
            Answer(request, header.unique);
        }
        while (!pool.IdleOrLeave(this));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        channel.Dispose();
        _slot.Dispose();
    }

    private static bool MayTakeLong(uint opcode) =>
        (FuseOpcode)opcode is not (FuseOpcode.FUSE_FORGET or FuseOpcode.FUSE_BATCH_FORGET or FuseOpcode.FUSE_INTERRUPT);

    private void Answer(ReadOnlySpan<byte> request, ulong unique)
    {
        _slot.Begin(unique);
        var length = dispatcher.Process(request, channel.ReplyBuffer, Counters, _slot.Token);
        _slot.End(unique);
        if (length == 0)
            return;
        var errno = channel.Reply(length);
        if (errno != Errno.None)
            dispatcher.Options.OnError?.Invoke(new IOException($"the kernel refused the reply to a request: {errno}"));
    }
}
