using System.Buffers;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>
/// A blob read forward, a few chunks ahead on a thread of its own that hashes every chunk before it is handed on: what the reader of this
/// stream got is what the digest speaks of.
/// </summary>
internal sealed class HashingPrefetchStream : Stream
{
    /// <summary>Stays in the second-level cache between being read and being hashed.</summary>
    private const int ChunkSize = 256 << 10;

    // 2 MiB a first pass.
    private const int Chunks = 8;

    // The reader is woken no more often than it takes to make room for half of them.
    private const int Refill = Chunks / 2;

    private readonly IBlob _blob;
    private readonly CancellationToken _end;
    private readonly FirstPassTurn? _turn = FirstPassTurn.OfThisThread;
    private readonly Work? _work;
    private readonly Digest? _expected;
    private readonly DigestHasher? _hasher;
    private readonly Thread _thread;
    private readonly object _gate = new(); // A monitor: both threads wait on it.
    private readonly (byte[]? Bytes, int Length)[] _ring = new (byte[]?, int)[Chunks];
    private int _first; // Under the gate, as those below: the reader's chunk, or the next it will have.
    private int _filled; // How many from there on hold bytes.
    private bool _holds; // Whether the first of them is the reader's.
    private bool _ended;
    private bool _stopped;
    private ReadOnlyMemory<byte> _current;
    private Exception? _failure;

    /// <param name="blob">Stays the caller's; read until this is disposed of.</param>
    /// <param name="expected">The digest that the blob is to have; null where nothing is known of it.</param>
    /// <param name="end">Ends the reading: whoever reads gets its exception.</param>
    /// <param name="work">Told how much is read; stays the caller's. Null where nobody waits.</param>
    public HashingPrefetchStream(IBlob blob, Digest? expected, CancellationToken end, Work? work = null)
    {
        _blob = blob;
        _work = work;
        _end = end;
        _expected = expected;
        _hasher = expected is { } digest ? Digest.CreateHasher(digest.Algorithm) : null;
        _thread = new Thread(Produce) { IsBackground = true, Name = "ocifs blob reader" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => _blob.Length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <summary>Reads what is left and compares the digest of the whole blob. To be called once.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.DigestMismatch"/>.</exception>
    public void Check()
    {
        while (Advance())
        {
        }

        if (_hasher?.Finish() is { } actual && actual != _expected)
        {
            throw new OciFsException(OciFsError.DigestMismatch, $"{_expected}: the blob's bytes have the digest {actual} (fetch the image again)");
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_current.IsEmpty && !Advance()))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _current.Length);
        _current.Span[..count].CopyTo(buffer);
        _current = _current[count..];
        Position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        foreach (ref var chunk in _ring.AsSpan())
        {
            if (chunk.Bytes is { } bytes)
            {
                chunk = default;
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }

        _current = default;
        _hasher?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Gives the reader's chunk back and takes the next; false at the end.</summary>
    private bool Advance()
    {
        lock (_gate)
        {
            if (_holds)
            {
                _first = (_first + 1) % Chunks;
                if (--_filled == Chunks - Refill)
                {
                    Monitor.PulseAll(_gate);
                }
            }

            WaitForChunk();
            _end.ThrowIfCancellationRequested();
            _holds = _filled > 0;
            _current = _holds ? _ring[_first].Bytes.AsMemory(0, _ring[_first].Length) : default;
            return _holds || _failure is null ? _holds : throw new IOException(_failure.Message, _failure);
        }
    }

    /// <summary>
    /// Waits, under the gate, until there is a chunk or the end. A source that does not answer keeps no pass of another from running, nor this one from being
    /// ended.
    /// </summary>
    private void WaitForChunk()
    {
        var hasTurn = true;
        while (_filled == 0 && !_ended && !_end.IsCancellationRequested)
        {
            if (!Monitor.Wait(_gate, Limits.FirstPassPatience) && hasTurn)
            {
                _turn?.GiveBack();
                hasTurn = false;
            }
        }

        if (!hasTurn)
        {
            Monitor.Exit(_gate);
            try
            {
                _turn?.TakeAgain(_end);
            }
            finally
            {
                Monitor.Enter(_gate);
            }
        }
    }

    private void Produce()
    {
        try
        {
            long offset = 0;
            while (TryTakeFree(out var slot))
            {
                var chunk = _ring[slot].Bytes ??= ArrayPool<byte>.Shared.Rent((int)Math.Clamp(_blob.Length, 1, ChunkSize));
                var count = _blob.ReadAt(offset, chunk);
                if (count == 0)
                {
                    return;
                }

                _hasher?.Append(chunk.AsSpan(0, count));
                offset += count;
                _work?.Advance(count);
                HandOn(slot, count);
            }
        }
        catch (Exception error)
        {
            _failure = error; // Whatever it is, no memory too: what escapes a thread ends the process.
        }
        finally
        {
            lock (_gate)
            {
                _ended = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits for room behind the filled chunks; false where the reader went away.</summary>
    private bool TryTakeFree(out int slot)
    {
        lock (_gate)
        {
            if (_filled == Chunks)
            {
                while (_filled > Chunks - Refill && !_stopped)
                {
                    Monitor.Wait(_gate);
                }
            }

            slot = (_first + _filled) % Chunks;
            return !_stopped;
        }
    }

    private void HandOn(int slot, int length)
    {
        lock (_gate)
        {
            _ring[slot].Length = length;
            if (_filled++ == 0)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}
