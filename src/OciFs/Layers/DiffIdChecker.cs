using System.Collections.Concurrent;
using OciFs.Proving;
using OciFs.References;

namespace OciFs.Layers;

/// <summary>
/// Compares each layer that was opened with the diffID that its config claims (image-spec config.md, "Layer DiffID"), behind the back of
/// whoever opened it: one layer after the other, on one thread of low priority that stands still while a first pass runs. Any thread.
/// </summary>
internal sealed class DiffIdChecker(LayerPool pool) : IDisposable
{
    private const int ChunkBytes = 256 << 10;
    private static readonly TimeSpan FirstPassPoll = TimeSpan.FromMilliseconds(50);

    private readonly BlockingCollection<Layer> _waiting = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private Thread? _thread;

    /// <summary>Takes a layer that is open and has a diffID to be compared.</summary>
    public void Enqueue(Layer layer)
    {
        lock (_gate)
        {
            if (_end.IsCancellationRequested)
            {
                return;
            }

            _waiting.Add(layer);
            _thread ??= LowPriorityThread.Start("diffID", Run);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => TryDispose(Limits.ClosingTime);

    /// <summary>Ends the check that runs and drops those that wait: layers may be closed after this. False where a read of a blob hangs.</summary>
    public bool TryDispose(TimeSpan patience)
    {
        lock (_gate)
        {
            _end.Cancel();
        }

        if (_thread?.Join(patience) is false)
        {
            return false;
        }

        _waiting.Dispose();
        _end.Dispose();
        return true;
    }

    private void Run()
    {
        try
        {
            foreach (var layer in _waiting.GetConsumingEnumerable(_end.Token))
            {
                Check(layer, layer.OpenedIfReady!, layer.Claim.DiffId!.Value);
            }
        }
        catch (OperationCanceledException)
        {
            // The store is being closed.
        }
    }

    private void Check(Layer layer, OpenedLayer opened, DiffId claimed)
    {
        var blob = layer.Claim.Digest;
        try
        {
            // By what the bytes are: what a claim calls them is the claim's own affair.
            if (pool.Cache.TryGetDiffId(opened.Stored.Key, claimed.Digest.Algorithm) is not { } actual)
            {
                actual = Compute(opened.Content, claimed.Digest.Algorithm);
                pool.Cache.KeepDiffId(opened.Stored.Key, actual);
            }

            if (actual != claimed)
            {
                layer.Report(LayerVerdict.DiffIdMismatch(blob, actual, claimed));
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            layer.Report($"{blob}: its diffID cannot be checked: {OpeningFailure.Of(error, blob).Message}");
        }
    }

    private DiffId Compute(LayerContent content, DigestAlgorithm algorithm)
    {
        using var hasher = Digest.CreateHasher(algorithm);
        using var stream = content.OpenStream();
        var chunk = new byte[ChunkBytes];
        for (long offset = 0; offset < content.StreamLength; offset += chunk.Length)
        {
            while (pool.Gate.IsBusy)
            {
                _end.Token.WaitHandle.WaitOne(FirstPassPoll);
                _end.Token.ThrowIfCancellationRequested();
            }

            _end.Token.ThrowIfCancellationRequested();
            hasher.Append(chunk.AsSpan(0, stream.Read(offset, chunk)));
        }

        return new DiffId(hasher.Finish());
    }
}
