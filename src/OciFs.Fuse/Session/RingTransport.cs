using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Interop;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>
/// FUSE over io_uring: the kernel has a queue for each CPU, and puts a request into an entry of the queue of the CPU that asks. What no
/// queue carries (INIT, FORGET, INTERRUPT, notifications) goes by the device file beside it.
/// </summary>
/// <remarks>
/// <para>An entry's next request comes to the thread that gave the entry to the kernel, and waits while that thread works. So a worker must
/// have none in the kernel while it works: all entries begin with a <see cref="RingKeeper"/>, which only hands requests on; a worker
/// replies by its own ring, by which the entry becomes the worker's. Of a queue's free entries the kernel takes the one that came last:
/// from then on the queue's requests come to this worker, and to the keeper only while it works. So there come to be as many workers
/// with an entry as requests of a queue were ever served at once, and no request waits behind another.</para>
/// <para><c>_lock</c> guards the lists, and that no ring is woken that is closed. It is not taken on the straight way. It may be taken
/// within the worker pool's lock, never the other way round.</para>
/// </remarks>
internal sealed unsafe class RingTransport : Transport
{
    /// <summary>What a completion carries that only wakes.</summary>
    public const ulong Nudge = 0;

    /// <summary>
    /// Entries of a queue, and of all queues, at least. Requests that wait for a first pass occupy theirs. An entry costs under 1 µs at the start,
    /// on the keeper's thread, and address space.
    /// </summary>
    private const int LeastOfQueue = 64;
    private const int LeastOfAll = 256;

    private readonly Lock _lock = new();
    private readonly SafeFileHandle _device;
    private readonly int _payloadBytes;
    private readonly RingEntry[] _entries;
    private readonly byte* _memory;
    private readonly RingKeeper? _keeper;
    private readonly List<RingChannel> _channels = [];
    private readonly Stack<RingChannel> _unarmed = [];
    private readonly Queue<RingEntry> _waiting = [];
    private readonly Queue<RingEntry> _answered = [];
    private int _users = 1;
    private int _turn;
    private volatile bool _isClosed;
    private volatile bool _isShort;

    private RingTransport(SafeFileHandle device, int queues, int payloadBytes)
    {
        var held = false;
        device.DangerousAddRef(ref held);
        _device = device;
        _payloadBytes = payloadBytes;
        Device = (int)device.DangerousGetHandle();
        _entries = new RingEntry[queues * Math.Max(LeastOfQueue, LeastOfAll / queues)];
        try
        {
            _memory = MemoryMap.Private(MemoryBytes);
            for (var i = 0; i < _entries.Length; i++)
                _entries[i] = new RingEntry((ulong)i + 1, i % queues, _memory + ((nuint)i * RingEntry.Size(payloadBytes)), payloadBytes);
            _keeper = new RingKeeper(this, _entries);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>The device's descriptor.</summary>
    public int Device { get; }

    /// <summary>Where workers may run.</summary>
    public CpuSet Cpus { get; } = new();

    /// <summary>Whether the mount has ended.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Starts another worker; false when there can be none. Set before <see cref="TryStart"/>.</summary>
    public Func<bool> Grow { get; set; } = () => false;

    /// <summary>Told when the kernel takes no more calls of a ring: nothing can be served by it any more. Set before <see cref="TryStart"/>.</summary>
    public Action<Exception> Failed { get; set; } = _ => { };

    private nuint MemoryBytes => (nuint)_entries.Length * RingEntry.Size(_payloadBytes);

    /// <summary>Makes all that a connection over io_uring needs, unless this system does not let us.</summary>
    /// <param name="device">The mounted device; stays the caller's, and open until the transport is gone.</param>
    /// <param name="payloadBytes">The longest request or reply, as INIT will tell it.</param>
    /// <returns>The transport; null when the device file must do.</returns>
    public static RingTransport? TryCreate(SafeFileHandle device, int payloadBytes)
    {
        try
        {
            return new RingTransport(device, CpuSet.CountPossible(), payloadBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Starts the keeper's thread, which waits for <see cref="Begin"/>.</summary>
    /// <returns>False when the system has no more threads.</returns>
    public bool TryStart()
    {
        Interlocked.Increment(ref _users);
        if (_keeper!.TryStart())
            return true;
        Release();
        return false;
    }

    /// <summary>Begins to take requests. To be called when INIT is answered: the kernel takes no entries before.</summary>
    public void Begin() => _keeper!.Begin();

    /// <inheritdoc/>
    public override Channel OpenChannel() => new RingChannel(this);

    /// <inheritdoc/>
    public override Channel OpenReplyChannel() => new RingReplyChannel(this, WireLimits.PageSize + _payloadBytes);

    /// <inheritdoc/>
    /// <remarks>The ring carries none.</remarks>
    public override Errno Notify(ReadOnlySpan<byte> message) => Errno.EOPNOTSUPP;

    /// <summary>The mount has ended: wakes everybody, and none waits again.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var channel in _channels)
                channel.Ring.Post(Nudge);
            _keeper!.Ring.Post(Nudge);
        }
        _keeper.Begin();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Close();
        Release();
    }

    /// <summary>Whether a request came by the ring and is not answered.</summary>
    /// <param name="unique">Its number.</param>
    /// <returns>Whether it is.</returns>
    public bool Has(ulong unique) => FindRequest(unique) is not null;

    /// <summary>Answers a request that its worker left unanswered. Any thread.</summary>
    /// <param name="reply">The whole reply.</param>
    public void Answer(ReadOnlySpan<byte> reply)
    {
        var header = MemoryMarshal.Read<fuse_out_header>(reply);
        if (FindRequest(header.unique) is not { } entry)
            return;
        reply.CopyTo(entry.ReplyBuffer);
        lock (_lock)
        {
            _answered.Enqueue(entry);
            _keeper!.Ring.Post(Nudge);
        }
    }

    /// <summary>The entry that a completion brings a request in.</summary>
    /// <param name="completion">Not a nudge.</param>
    /// <returns>Null for a failure: of an entry that the kernel did not take, or because the mount has ended.</returns>
    internal RingEntry? Find(in io_uring_cqe completion) => completion.res == 0 ? _entries[completion.user_data - 1] : null;

    /// <summary>Keeper: a request is in an entry that no worker had.</summary>
    /// <param name="entry">The entry.</param>
    internal void HandOn(RingEntry entry)
    {
        lock (_lock)
        {
            _waiting.Enqueue(entry);
            if (_unarmed.TryPop(out var channel))
            {
                channel.Ring.Post(Nudge);
                return;
            }
        }
        if (!Grow())
            Share();
    }

    /// <summary>Keeper: takes an entry with a late reply.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>False when there is none.</returns>
    internal bool TryTakeAnswered([NotNullWhen(true)] out RingEntry? entry)
    {
        lock (_lock)
            return _answered.TryDequeue(out entry);
    }

    /// <summary>Worker: takes a request that the keeper hands on; where there is none, a worker without an entry is woken for the next.</summary>
    /// <param name="channel">The worker's.</param>
    /// <param name="isArmed">Whether it has an entry in the kernel. It then takes none, unless there are too few workers.</param>
    /// <param name="entry">The request's entry.</param>
    /// <returns>False when there is none.</returns>
    internal bool TryTakeWaiting(RingChannel channel, bool isArmed, [NotNullWhen(true)] out RingEntry? entry)
    {
        entry = null;
        if (isArmed && !_isShort)
            return false;
        lock (_lock)
        {
            if (_waiting.TryDequeue(out entry))
                return true;
            _isShort = false;
            if (!isArmed && !_unarmed.Contains(channel))
                _unarmed.Push(channel);
            return false;
        }
    }

    /// <summary>Worker: its ring can be woken from now on.</summary>
    /// <param name="channel">The worker's.</param>
    internal void Add(RingChannel channel)
    {
        lock (_lock)
            _channels.Add(channel);
    }

    /// <summary>Worker: closes its ring.</summary>
    /// <param name="channel">The worker's.</param>
    internal void Remove(RingChannel channel)
    {
        lock (_lock)
        {
            _channels.Remove(channel);
            channel.Ring.Dispose();
        }
    }

    /// <summary>The owner or the keeper is gone; the last one frees all.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _users) > 0)
            return;
        lock (_lock)
            _keeper?.Dispose();
        MemoryMap.Free(_memory, MemoryBytes);
        _device.DangerousRelease();
    }

    /// <summary>There are as many workers as may be: one that has an entry must take another.</summary>
    private void Share()
    {
        lock (_lock)
        {
            _isShort = _waiting.Count > 0;
            if (_isShort && _channels.Count > 0)
                _channels[_turn++ % _channels.Count].Ring.Post(Nudge);
        }
    }

    private RingEntry? FindRequest(ulong unique)
    {
        foreach (var entry in _entries)
        {
            if (entry.Has(unique))
                return entry;
        }
        return null;
    }
}
