using OciFs.Fuse.Interop;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>
/// A worker's ring. The reply goes out with the call that waits for the next request; the entry that it was in is this worker's from then
/// on, and the worker stays on the CPU of the entry's queue.
/// </summary>
/// <remarks>Never disposed of before the mount has ended: the kernel would go on giving requests to its entries.</remarks>
internal sealed unsafe class RingChannel : Channel
{
    /// <summary>Room for completions: of entries that are this worker's, mostly one, and of nudges. More wait in a list of the kernel's.</summary>
    private const uint Completions = 16;

    private readonly RingTransport _transport;
    private readonly byte* _request;
    private RingEntry? _entry;
    private bool _isEnabled;
    private bool _isAnswered;
    private int _armed;
    private int _cpu = -1;

    /// <summary>A channel.</summary>
    /// <param name="transport">What it belongs to.</param>
    /// <exception cref="IOException">There is no ring or memory to be had.</exception>
    public RingChannel(RingTransport transport)
    {
        _transport = transport;
        Ring = new IoUring(1, Completions);
        try
        {
            _request = MemoryMap.Private(WireLimits.RequestBuffer);
        }
        catch
        {
            Ring.Dispose();
            throw;
        }
    }

    /// <summary>The ring, for the transport to wake it; disposed of by the transport.</summary>
    public IoUring Ring { get; }

    /// <inheritdoc/>
    public override Span<byte> ReplyBuffer => _entry!.ReplyBuffer;

    /// <inheritdoc/>
    /// <remarks>An entry whose request was not replied to is not this worker's any more: whoever answers it gives it to the keeper.</remarks>
    public override bool Receive(out ReadOnlySpan<byte> request)
    {
        request = default;
        try
        {
            while (TryWait())
            {
                request = _entry!.Request(new Span<byte>(_request, WireLimits.RequestBuffer));
                if (!request.IsEmpty)
                    return true;
                _entry.Refuse(Errno.EIO);
                _isAnswered = true;
            }
        }
        catch (IOException exception)
        {
            _transport.Failed(exception);
        }
        return false;
    }

    /// <inheritdoc/>
    public override Errno Reply(int length)
    {
        _isAnswered = true;
        return Errno.None;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _transport.Remove(this);
        MemoryMap.Free(_request, WireLimits.RequestBuffer);
    }

    private bool TryWait()
    {
        if (!_isEnabled)
            Enable();
        if (_isAnswered)
            Commit(_entry!);
        while (!TryNext(out _entry))
        {
            if (_transport.IsClosed)
                return false;
            Ring.SubmitAndWait(1);
        }
        while (Ring.HasAdded)
            Ring.SubmitAndWait(0);
        return true;
    }

    private void Enable()
    {
        Ring.Enable();
        _isEnabled = true;
        _transport.Add(this);
    }

    private void Commit(RingEntry entry)
    {
        if (_cpu != entry.Queue)
        {
            _cpu = entry.Queue;
            _transport.Cpus.Pin(_cpu);
        }
        entry.Commit(ref Ring.Add(), _transport.Device);
        _isAnswered = false;
        _armed++;
    }

    private bool TryNext(out RingEntry? entry)
    {
        while (Ring.TryTake(out var completion))
        {
            if (completion.user_data == RingTransport.Nudge)
                continue;
            _armed--;
            entry = _transport.Find(completion);
            if (entry is not null)
                return true;
        }
        return _transport.TryTakeWaiting(this, _armed > 0, out entry);
    }
}
