using OciFs.Fuse.Interop;

namespace OciFs.Fuse.Session;

/// <summary>Answers requests that another thread has taken from its ring and left unanswered.</summary>
/// <param name="transport">What they came by.</param>
/// <param name="replyBytes">Size of the reply buffer.</param>
internal sealed unsafe class RingReplyChannel(RingTransport transport, int replyBytes) : Channel
{
    private readonly byte* _reply = MemoryMap.Private((nuint)replyBytes);
    private bool _isDisposed;

    /// <inheritdoc/>
    public override Span<byte> ReplyBuffer => new(_reply, replyBytes);

    /// <inheritdoc/>
    public override bool Receive(out ReadOnlySpan<byte> request) => throw new InvalidOperationException("no requests come here");

    /// <inheritdoc/>
    public override Errno Reply(int length)
    {
        transport.Answer(new ReadOnlySpan<byte>(_reply, length));
        return Errno.None;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (!_isDisposed)
            MemoryMap.Free(_reply, (nuint)replyBytes);
        _isDisposed = true;
    }
}
