using System.Numerics;
using OciFs.Fuse.Interop;

namespace OciFs.Fuse.Session;

/// <summary>
/// The thread that has all entries at first. It answers nothing: it hands on the requests that no worker waits for, and sends the replies
/// that came late, whose entries are its own again.
/// </summary>
internal sealed unsafe class RingKeeper : IDisposable
{
    private const int Batch = 64;

    /// <summary>Completions that the kernel lets a ring hold (<c>IORING_MAX_CQ_ENTRIES</c>); more wait in a list of its own.</summary>
    private const uint MostCompletions = 1 << 16;

    private readonly RingTransport _transport;
    private readonly RingEntry[] _entries;
    private readonly TaskCompletionSource _begin = new();

    /// <summary>A keeper; its thread runs from <see cref="TryStart"/> until the transport is closed.</summary>
    /// <param name="transport">What it belongs to.</param>
    /// <param name="entries">All entries, none known to the kernel; the queues take turns in it, so that each has one soon.</param>
    /// <exception cref="IOException">There is no ring to be had.</exception>
    public RingKeeper(RingTransport transport, RingEntry[] entries)
    {
        _transport = transport;
        _entries = entries;
        Ring = new IoUring(Batch, Math.Min(BitOperations.RoundUpToPowerOf2((uint)entries.Length + Batch), MostCompletions));
    }

    /// <summary>The ring, for the transport to wake it.</summary>
    public IoUring Ring { get; }

    /// <summary>Starts the thread.</summary>
    /// <returns>False when the system has no more.</returns>
    public bool TryStart()
    {
        try
        {
            new Thread(Run) { IsBackground = true, Name = "fuse ring" }.Start();
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Lets the thread begin.</summary>
    public void Begin() => _begin.TrySetResult();

    /// <inheritdoc/>
    public void Dispose() => Ring.Dispose();

    private void Run()
    {
        try
        {
            Ring.Enable();
            _begin.Task.Wait();
            if (!_transport.IsClosed)
                Register();
            while (!_transport.IsClosed)
                Serve();
        }
        catch (IOException exception)
        {
            _transport.Failed(exception);
        }
        _transport.Release();
    }

    private void Serve()
    {
        Ring.SubmitAndWait(1);
        while (Ring.TryTake(out var completion))
        {
            if (completion.user_data == RingTransport.Nudge)
                SendAnswered();
            else if (_transport.Find(completion) is { } entry)
                _transport.HandOn(entry);
        }
    }

    /// <summary>
    /// Makes the entries known. When the kernel refuses one, it uses the device file from then on, unless each queue has another; that and
    /// the end of the mount are both told by the device file, so refusals need no attention.
    /// </summary>
    private void Register()
    {
        var buffers = stackalloc posix_iovec[2 * Batch];
        for (var i = 0; i < _entries.Length; i++)
        {
            // What place this takes has been submitted before: the ring has no more room than that.
            ref var command = ref Ring.Add();
            _entries[i].Register(ref command, _transport.Device, buffers + (2 * (i % Batch)));
        }
        while (Ring.HasAdded)
            Ring.SubmitAndWait(0);
    }

    private void SendAnswered()
    {
        while (_transport.TryTakeAnswered(out var entry))
            entry.Commit(ref Ring.Add(), _transport.Device);
    }
}
