using System.Diagnostics.CodeAnalysis;
using OciFs.Fuse.Interop;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>
/// A worker's ring. The reply goes out with the call that waits for the next request; the entry that it was in is this worker's from then
/// on, and the worker stays on the CPU of the entry's queue. A worker that may own none has the keeper reply.
/// </summary>
/// <remarks>Never disposed of before the mount has ended: the kernel would go on giving requests to its entries.</remarks>
internal sealed unsafe class RingChannel : Channel
{
    /// <summary>Room for completions: of the one entry that is this worker's, and of nudges. More wait in a list of the kernel's.</summary>
    private const uint Completions = 16;

    private readonly RingTransport _transport;
    private readonly byte* _request;
    private RingEntry? _entry;
    private bool _isEnabled;
    private bool _isAnswered;
    private bool _isOwner;
    private bool _isArmed;
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
        if (_entry is not null)
            PassOn(_entry);
        while (!TryNext(out _entry))
        {
            if (_transport.IsClosed)
                return false;
            Ring.SubmitAndWait(1);
        }
        return true;
    }

    private void Enable()
    {
        Ring.Enable();
        _isEnabled = true;
        _transport.Add(this);
    }

    /// <summary>Sees to the entry of the last request: a reply goes out with it.</summary>
    private void PassOn(RingEntry entry)
    {
        if (!_isAnswered)
            Disown(entry.Queue);
        else if (_isOwner || _transport.TryOwn(entry.Queue))
            Commit(entry);
        else
            _transport.GiveBack(entry);
        _isAnswered = false;
    }

    private void Commit(RingEntry entry)
    {
        if (_cpu != entry.Queue)
        {
            _cpu = entry.Queue;
            _transport.Cpus.Pin(_cpu);
        }
        entry.Commit(ref Ring.Add(), _transport.Device);
        _isOwner = true;
        _isArmed = true;
    }

    private void Disown(int queue)
    {
        if (_isOwner)
            _transport.Disown(queue);
        _isOwner = false;
    }

    private bool TryNext([NotNullWhen(true)] out RingEntry? entry)
    {
        while (Ring.TryTake(out var completion))
        {
            if (completion.user_data == RingTransport.Nudge)
                continue;
            _isArmed = false;
            entry = _transport.Find(completion);
            if (entry is not null)
                return true;
            // It is lost; its queue is the one that this worker is kept on the CPU of.
            Disown(_cpu);
        }
        entry = null;
        return !_isArmed && _transport.TryTakeWaiting(this, out entry);
    }
}
