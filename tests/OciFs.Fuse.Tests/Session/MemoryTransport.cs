using System.Collections.Concurrent;
using OciFs.Fuse.Session;

namespace OciFs.Fuse.Tests.Session;

/// <summary>A transport without a kernel: requests are put in, replies taken out.</summary>
internal sealed class MemoryTransport : Transport
{
    private readonly BlockingCollection<byte[]> _requests = [];
    private int _channels;

    public BlockingCollection<byte[]> Replies { get; } = [];

    public bool IsDisposed { get; private set; }

    public int OpenChannels => _channels;

    public void Send(byte[] request) => _requests.Add(request);

    public void End() => _requests.CompleteAdding();

    public override Channel OpenChannel()
    {
        Interlocked.Increment(ref _channels);
        return new MemoryChannel(this);
    }

    public override Channel OpenReplyChannel() => OpenChannel();

    public override Errno Notify(ReadOnlySpan<byte> message) => Errno.None;

    public override void Dispose() => IsDisposed = true;

    private sealed class MemoryChannel(MemoryTransport transport) : Channel
    {
        private readonly byte[] _reply = new byte[1 << 17];

        public override Span<byte> ReplyBuffer => _reply;

        public override bool Receive(out ReadOnlySpan<byte> request)
        {
            var received = transport._requests.TryTake(out var bytes, Timeout.Infinite);
            request = bytes;
            return received;
        }

        public override Errno Reply(int length)
        {
            transport.Replies.Add(_reply[..length]);
            return Errno.None;
        }

        public override void Dispose() => Interlocked.Decrement(ref transport._channels);
    }
}
