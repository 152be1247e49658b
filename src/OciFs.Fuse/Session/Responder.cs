using System.Diagnostics;

namespace OciFs.Fuse.Session;

/// <summary>Answers requests over one channel, one after the other; those that cannot be answered yet are parked. One thread at a time.</summary>
/// <param name="channel">The way to the kernel; owned.</param>
/// <param name="dispatcher">The way to the filesystem.</param>
/// <param name="parked">Takes what has to wait.</param>
internal sealed class Responder(Channel channel, Dispatcher dispatcher, ParkedRequests parked) : IDisposable
{
    private readonly Deferral _deferral = new();
    private ulong _running;

    /// <summary>What was answered here.</summary>
    public OperationCounters Counters { get; } = new();

    /// <summary>
    /// The request that was interrupted while it was in hand; guarded by <see cref="ParkedRequests"/>. It matters only if it comes to be
    /// parked.
    /// </summary>
    public ulong Interrupted { get; set; }

    /// <summary>The number of the request in hand; 0 for none. Any thread; it is parked and not in hand any more in one step.</summary>
    public ulong Running
    {
        get => Volatile.Read(ref _running);
        set => Volatile.Write(ref _running, value);
    }

    /// <summary>Answers a request, or parks it.</summary>
    /// <param name="request">The whole message.</param>
    /// <param name="unique">Its number; 0 where it has no header.</param>
    /// <param name="received">When it was received (<see cref="Stopwatch.GetTimestamp"/>).</param>
    public void Answer(ReadOnlySpan<byte> request, ulong unique, long received)
    {
        Running = unique;
        var length = dispatcher.Process(request, channel.ReplyBuffer, Counters, _deferral, received);
        if (_deferral.Ready is { } ready)
        {
            if (!parked.TryPark(this, request, unique, received, ready))
                Refuse(request, received);
            return;
        }
        Running = 0;
        Send(length);
    }

    /// <summary>Tells the caller of a request that it was interrupted.</summary>
    /// <param name="request">The whole message.</param>
    /// <param name="received">When it was received.</param>
    public void Refuse(ReadOnlySpan<byte> request, long received) => Send(Dispatcher.Refuse(request, channel.ReplyBuffer, Counters, received));

    /// <inheritdoc/>
    public void Dispose() => channel.Dispose();

    private void Send(int length)
    {
        if (length == 0)
            return;
        var errno = channel.Reply(length);
        if (errno != Errno.None)
            dispatcher.Options.OnError?.Invoke(new IOException($"the kernel refused the reply to a request: {errno}"));
    }
}
