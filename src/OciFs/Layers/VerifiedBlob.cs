using OciFs.Compression;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>
/// A blob as it is stored, given out only when its digest has been found right: the first read makes one pass over it and keeps a
/// checksum of each block, by which every later read is checked. Any thread.
/// </summary>
internal sealed class VerifiedBlob : IDisposable
{
    private readonly LayerPool _pool;
    private readonly Digest _digest;
    private readonly Opening<Verified> _opening;
    private readonly ReadProblems _reads;

    public VerifiedBlob(LayerPool pool, Digest digest)
    {
        _pool = pool;
        _digest = digest;
        _reads = new(digest, () => pool.Report(digest, _reads!.Lines));
        _opening = new(digest, OpenAsync, _ => pool.Report(digest), problem => pool.Report(digest, problem));
    }

    /// <summary>Reads of the blob; short only at its end.</summary>
    /// <exception cref="NotReadyException">The blob is being verified, or as many reads as may be are waiting for it.</exception>
    /// <exception cref="OciFsException">The blob cannot be had, or its bytes are not what the digest says.</exception>
    public int ReadAt(long offset, Span<byte> destination)
    {
        var verified = _opening.Value;
        var reached = offset;
        try
        {
            var read = verified.Stream.Read(offset, destination, ref reached);
            _reads.Passed(offset, read);
            return read;
        }
        catch (OciFsException error)
        {
            throw _reads.Failed(reached, error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => TryDispose(Limits.ClosingTime);

    /// <inheritdoc cref="Layer.TryDispose"/>
    public bool TryDispose(TimeSpan patience)
    {
        if (!_opening.WaitForEnd(patience))
        {
            return false;
        }

        if (_opening.ValueIfReady is { } verified)
        {
            if (!verified.Stream.TryDispose(patience))
            {
                return false;
            }

            verified.Blob.Dispose();
        }

        return true;
    }

    private async Task<Verified> OpenAsync()
    {
        var blob = _pool.Store.OpenBlob(_digest);
        try
        {
            return await _pool.Gate.RunAsync(blob.Length, end => Verify(blob, end));
        }
        catch
        {
            blob.Dispose();
            throw;
        }
    }

    private Verified Verify(IBlob blob, CancellationToken end)
    {
        using var work = _pool.Meter.Begin($"verifying blob {_digest.Short}", blob.Length);
        using var stream = new HashingPrefetchStream(blob, _digest, end, work);
        using var reader = IndexingReader.OpenPlain(stream);
        while (!reader.Next().IsEmpty)
        {
        }

        stream.Check();
        _ = SeekIndex.TryOpen(reader.FinishIndex(), out var index);
        return new Verified(blob, new LayerStream(new SeekableReader(blob, index!, _pool.Memory.Blocks), places: _pool.PlacesOfOne()));
    }

    private sealed record Verified(IBlob Blob, LayerStream Stream);
}
