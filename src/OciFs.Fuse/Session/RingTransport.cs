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
/// <para>An entry's next request comes to the thread that gave the entry to the kernel, and waits while that thread works. So a worker has
/// one entry in the kernel at most, and none while it works: all entries begin with a <see cref="RingKeeper"/>, which only hands requests
/// on; a worker replies by its own ring, by which the entry becomes the worker's. Of a queue's free entries the kernel takes the one
/// that came last: from then on the queue's requests come to this worker, and to the keeper only while it works.</para>
/// <para>A queue has a bounded number of owners, and there are as many workers besides as may work at once, one at the least: they take what
/// the keeper hands on, and have the keeper reply. So no request waits behind another as long as a worker is to be had.</para>
/// <para><c>_lock</c> guards the lists and numbers, and that no ring is woken that is closed. It is not taken on the straight way. It may be
/// taken within the worker pool's lock, never the other way round.</para>
/// </remarks>
internal sealed unsafe class RingTransport : Transport
{
    /// <summary>What a completion carries that only wakes.</summary>
    public const ulong Nudge = 0;

    /// <summary>
    /// Entries of a queue, and of all queues, at least. A request that waits for a first pass keeps its entry, and the kernel lets those that
    /// find none wait in the queue: so many programs may wait at once, of one CPU and of all, before one that need not wait does. As many as
    /// background requests (<see cref="SessionOptions.MaxBackground"/>). Measured, an entry takes 0.5 KiB of the kernel's memory, address space,
    /// and 0.6 µs at the start, on the keeper's thread: 2 MiB and 3 ms up to 32 possible CPUs, 31 MiB and 40 ms for 500.
    /// </summary>
    private const int LeastOfQueue = 128;
    private const int LeastOfAll = 4096;

    /// <summary>Owners of entries of a queue at most, where CPUs are many: a CPU seldom asks for more at once.</summary>
    private const int LeastOwners = 4;

    private readonly Lock _lock = new();
    private readonly SafeFileHandle _device;
    private readonly int _payloadBytes;
    private readonly RingEntry[] _entries;
    private readonly byte* _memory;
    private readonly RingKeeper? _keeper;
    private readonly List<RingChannel> _channels = [];
    private readonly List<RingChannel> _free = [];
    private readonly Queue<RingEntry> _waiting = [];
    private readonly Queue<RingEntry> _answered = [];
    private readonly int[] _owners; // By queue.
    private readonly int _mostOwners; // Of a queue.
    private int _allOwners;
    private int _users = 1;
    private volatile bool _isClosed;

    private RingTransport(SafeFileHandle device, int queues, int payloadBytes, int workers)
    {
        var held = false;
        device.DangerousAddRef(ref held);
        _device = device;
        _payloadBytes = payloadBytes;
        Device = (int)device.DangerousGetHandle();
        _owners = new int[queues];
        _mostOwners = Math.Max(LeastOwners, workers / queues);
        _entries = new RingEntry[queues * Math.Max(LeastOfQueue, LeastOfAll / queues)];
        try
        {
            _memory = MemoryMap.Private(MemoryBytes);
            var payload = _memory + HeaderBytes;
            for (var i = 0; i < _entries.Length; i++)
            {
                payload += WireLimits.PageSize;
                _entries[i] = new RingEntry((ulong)i + 1, i % queues, _memory + (i * RingEntry.HeaderBytes), payload, payloadBytes);
                payload += payloadBytes;
            }
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

    /// <summary>How many workers may own an entry, of all queues.</summary>
    public int MostOwners => _owners.Length * _mostOwners;

    // The headers lie together, since all are looked through for a request's number. Before each payload is a page, for the reply's header.
    private nuint HeaderBytes => (nuint)_entries.Length * RingEntry.HeaderBytes;

    private nuint MemoryBytes => HeaderBytes + ((nuint)_entries.Length * (nuint)(WireLimits.PageSize + _payloadBytes));

    /// <summary>Makes all that a connection over io_uring needs, unless this system does not let us.</summary>
    /// <param name="device">The mounted device; stays the caller's, and open until the transport is gone.</param>
    /// <param name="payloadBytes">The longest request or reply, as INIT will tell it.</param>
    /// <param name="workers">How many workers may be at work at once.</param>
    /// <returns>The transport; null when the device file must do.</returns>
    public static RingTransport? TryCreate(SafeFileHandle device, int payloadBytes, int workers)
    {
        try
        {
            return new RingTransport(device, CpuSet.CountPossible(), payloadBytes, workers);
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
        GiveBack(entry);
    }

    /// <summary>The entry that a completion brings a request in.</summary>
    /// <param name="completion">Not a nudge.</param>
    /// <returns>Null for a failure: of an entry that the kernel did not take, or because the mount has ended.</returns>
    internal RingEntry? Find(in io_uring_cqe completion) => completion.res == 0 ? _entries[completion.user_data - 1] : null;

    /// <summary>Keeper: a request is in an entry that no worker owns.</summary>
    /// <param name="entry">The entry.</param>
    internal void HandOn(RingEntry entry)
    {
        lock (_lock)
        {
            _waiting.Enqueue(entry);
            if (_free.Count > 0)
            {
                _free[^1].Ring.Post(Nudge);
                _free.RemoveAt(_free.Count - 1);
                return;
            }
        }
        // If it cannot be, the first of those that own no entry to have done its work takes the request.
        Grow();
    }

    /// <summary>Keeper: takes an entry with a late reply.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>False when there is none.</returns>
    internal bool TryTakeAnswered([NotNullWhen(true)] out RingEntry? entry)
    {
        lock (_lock)
            return _answered.TryDequeue(out entry);
    }

    /// <summary>Worker without an entry in the kernel: takes a request that the keeper hands on; where there is none, it is woken for the next.</summary>
    /// <param name="channel">The worker's.</param>
    /// <param name="entry">The request's entry.</param>
    /// <returns>False when there is none.</returns>
    internal bool TryTakeWaiting(RingChannel channel, [NotNullWhen(true)] out RingEntry? entry)
    {
        lock (_lock)
        {
            // It is there still if something else than a nudge has woken it.
            _free.Remove(channel);
            if (_waiting.TryDequeue(out entry))
                return true;
            _free.Add(channel);
            return false;
        }
    }

    /// <summary>Worker that owns no entry: whether it may own one, so that the queue's requests come straight to it.</summary>
    /// <param name="queue">The entry's queue.</param>
    /// <returns>False when the queue has enough owners, or there would be no worker left for what others' entries bring.</returns>
    internal bool TryOwn(int queue)
    {
        lock (_lock)
        {
            if (_waiting.Count > 0 || _owners[queue] == _mostOwners)
                return false;
            _owners[queue]++;
            if (++_allOwners < _channels.Count)
                return true;
        }
        if (Grow())
            return true;
        Disown(queue);
        return false;
    }

    /// <summary>Worker: owns an entry no longer.</summary>
    /// <param name="queue">The entry's queue.</param>
    internal void Disown(int queue)
    {
        lock (_lock)
        {
            _owners[queue]--;
            _allOwners--;
        }
    }

    /// <summary>Has the keeper send the reply that is laid out in an entry; the entry is then the keeper's. Any thread that has it in hand.</summary>
    /// <param name="entry">The entry.</param>
    internal void GiveBack(RingEntry entry)
    {
        lock (_lock)
        {
            _answered.Enqueue(entry);
            _keeper!.Ring.Post(Nudge);
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
