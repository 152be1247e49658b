using System.Collections.Concurrent;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>
/// A blob read forward, a few chunks ahead on a thread of its own that hashes every chunk before it is handed on: what the reader of this
/// stream got is what the digest speaks of.
/// </summary>
internal sealed class HashingPrefetchStream : Stream
{
    private const int ChunkSize = 1 << 20;

    // Two being filled or hashed, two being decoded: enough to keep both threads busy, 4 MiB a first pass.
    private const int Chunks = 4;

    private readonly IBlob _blob;
    private readonly DigestHasher _hasher;
    private readonly BlockingCollection<(byte[] Bytes, int Length)> _filled = new(Chunks);
    private readonly BlockingCollection<byte[]> _free = new(Chunks);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private (byte[] Bytes, int Length) _current = ([], 0);
    private int _taken;
    private Exception? _failure;
    private Digest? _digest;

    public HashingPrefetchStream(IBlob blob, DigestAlgorithm algorithm)
    {
        _blob = blob;
        _hasher = Digest.CreateHasher(algorithm);
        for (var i = 0; i < Chunks; i++)
        {
            _free.Add(new byte[ChunkSize]);
        }

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

    /// <summary>Reads what is left and compares the digest of the whole blob.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.DigestMismatch"/>.</exception>
    public void Check(Digest expected)
    {
        while (Advance())
        {
        }

        var actual = _digest!.Value;
        if (actual != expected)
        {
            throw new OciFsException(OciFsError.DigestMismatch, $"{expected}: the blob's bytes have the digest {actual} (fetch the image again)");
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_taken == _current.Length && !Advance()))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _current.Length - _taken);
        _current.Bytes.AsSpan(_taken, count).CopyTo(buffer);
        _taken += count;
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
        _stop.Cancel();
        _thread.Join();
        _hasher.Dispose();
        _filled.Dispose();
        _free.Dispose();
        _stop.Dispose();
        base.Dispose(disposing);
    }

    private bool Advance()
    {
        if (_current.Bytes.Length > 0)
        {
            _free.Add(_current.Bytes);
            _current = ([], 0);
        }

        _taken = 0;
        if (!_filled.TryTake(out _current, Timeout.Infinite))
        {
            _current = ([], 0);
            return _failure is null ? false : throw new IOException(_failure.Message, _failure);
        }

        return true;
    }

    private void Produce()
    {
        try
        {
            long offset = 0;
            while (true)
            {
                var chunk = _free.Take(_stop.Token);
                var count = _blob.ReadAt(offset, chunk);
                if (count == 0)
                {
                    _digest = _hasher.Finish();
                    return;
                }

                _hasher.Append(chunk.AsSpan(0, count));
                offset += count;
                _filled.Add((chunk, count), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went away first.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OciFsException)
        {
            _failure = error;
        }
        finally
        {
            _filled.CompleteAdding();
        }
    }
}
