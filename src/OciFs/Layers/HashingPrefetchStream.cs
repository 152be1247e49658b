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

    private readonly IBlob blob;
    private readonly DigestHasher hasher;
    private readonly BlockingCollection<(byte[] Bytes, int Length)> filled = new(Chunks);
    private readonly BlockingCollection<byte[]> free = new(Chunks);
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private (byte[] Bytes, int Length) current = ([], 0);
    private int taken;
    private Exception? failure;
    private Digest? digest;

    public HashingPrefetchStream(IBlob blob, DigestAlgorithm algorithm)
    {
        this.blob = blob;
        hasher = Digest.CreateHasher(algorithm);
        for (var i = 0; i < Chunks; i++)
        {
            free.Add(new byte[ChunkSize]);
        }

        thread = new Thread(Produce) { IsBackground = true, Name = "ocifs blob reader" };
        thread.Start();
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => blob.Length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <summary>Reads what is left and gives the digest of the whole blob.</summary>
    public Digest Drain()
    {
        while (Advance())
        {
        }

        return digest!.Value;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (taken == current.Length && !Advance()))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, current.Length - taken);
        current.Bytes.AsSpan(taken, count).CopyTo(buffer);
        taken += count;
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
        stop.Cancel();
        thread.Join();
        hasher.Dispose();
        filled.Dispose();
        free.Dispose();
        stop.Dispose();
        base.Dispose(disposing);
    }

    private bool Advance()
    {
        if (current.Bytes.Length > 0)
        {
            free.Add(current.Bytes);
            current = ([], 0);
        }

        taken = 0;
        if (!filled.TryTake(out current, Timeout.Infinite))
        {
            current = ([], 0);
            return failure is null ? false : throw new IOException(failure.Message, failure);
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
                var chunk = free.Take(stop.Token);
                var count = blob.ReadAt(offset, chunk);
                if (count == 0)
                {
                    digest = hasher.Finish();
                    return;
                }

                hasher.Append(chunk.AsSpan(0, count));
                offset += count;
                filled.Add((chunk, count), stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went away first.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OciFsException)
        {
            failure = error;
        }
        finally
        {
            filled.CompleteAdding();
        }
    }
}
