using OciFs.Compression;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>
/// A blob as it is stored, given out only when its digest has been found right: the first read makes one pass over it and keeps a
/// checksum of each block, by which every later read is checked. Any thread.
/// </summary>
internal sealed class VerifiedBlob(LayerPool pool, Digest digest) : IDisposable
{
    private readonly Lock _gate = new();
    private Task<(IBlob Blob, SeekableReader Reader)>? _pass;
    private long _failedAt;

    /// <summary>Reads of the blob; short only at its end.</summary>
    /// <exception cref="OciFsException">The blob cannot be had, or its bytes are not what the digest says.</exception>
    public int ReadAt(long offset, Span<byte> destination, CancellationToken cancellation)
    {
        try
        {
            var pass = Start();
            pass.Wait(cancellation);
            return pass.Result.Reader.ReadAt(offset, destination);
        }
        catch (OperationCanceledException)
        {
            throw new OciFsException(OciFsError.Cancelled, $"{digest}: interrupted while the blob was verified");
        }
        catch (AggregateException error) when (error.InnerException is OciFsException inner)
        {
            throw new OciFsException(inner.Error, inner.Message, inner);
        }
        catch (Exception error) when (error is CompressedDataException or IOException)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{digest}: the blob cannot be read as it was verified: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pass is { IsCompletedSuccessfully: true } done)
        {
            done.Result.Reader.Dispose();
            done.Result.Blob.Dispose();
        }
    }

    private Task<(IBlob Blob, SeekableReader Reader)> Start()
    {
        lock (_gate)
        {
            if (_pass is { IsFaulted: true } && OpeningFailure.MayRetry(_pass.Exception!, _failedAt))
            {
                _pass = null;
            }

            return _pass ??= pool.Gate.RunAsync(Verify);
        }
    }

    private (IBlob Blob, SeekableReader Reader) Verify()
    {
        IBlob? blob = null;
        try
        {
            blob = pool.Store.OpenBlob(digest);
            using var stream = new HashingPrefetchStream(blob, digest.Algorithm);
            using var reader = IndexingReader.OpenPlain(stream);
            while (!reader.Next().IsEmpty)
            {
            }

            stream.Check(digest);
            _ = SeekIndex.TryOpen(reader.FinishIndex(), out var index);
            pool.Report(digest);
            return (blob, new SeekableReader(blob, index!, pool.Blocks));
        }
        catch (Exception error)
        {
            blob?.Dispose();
            var failure = OpeningFailure.Of(error, digest);
            lock (_gate)
            {
                _failedAt = Environment.TickCount64;
            }

            pool.Report(digest, failure.Message);
            throw failure;
        }
    }
}
