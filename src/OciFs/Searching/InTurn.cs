using System.Collections.Concurrent;

namespace OciFs.Searching;

/// <summary>Does one piece of work after the other on all cores, and gives what they bring in the order of the pieces, as soon as it is their turn.</summary>
internal static class InTurn
{
    // What one piece may bring before its turn has come: then it waits.
    private const int MostInBatch = 256;
    private const int MostBatches = 16;

    // Pieces under way beyond the one whose turn it is, for each core: what is quick does not wait for what is slow.
    private const int AheadOfTurn = 8;

    /// <summary>Whatever the pieces bring. Who stops listening ends the work.</summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="work">Does the piece of a number, and gives what it brings to the action. Called by several threads.</param>
    public static IEnumerable<T> Run<T>(int count, Action<int, Action<T>> work)
    {
        var threads = Math.Min(count, Environment.ProcessorCount);
        using var end = new CancellationTokenSource();
        using var room = new SemaphoreSlim(threads * AheadOfTurn);
        var feeds = Enumerable.Range(0, count).Select(_ => new Lazy<Feed<T>>(() => new Feed<T>(end.Token))).ToArray();
        var next = -1;
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(Work) { IsBackground = true }).ToArray();
        Array.ForEach(workers, worker => worker.Start());
        try
        {
            foreach (var feed in feeds)
            {
                foreach (var batch in feed.Value.Batches())
                {
                    foreach (var item in batch)
                    {
                        yield return item;
                    }
                }

                room.Release();
            }
        }
        finally
        {
            end.Cancel();
            Array.ForEach(workers, worker => worker.Join());
            Array.ForEach(feeds, feed => feed.Value.Dispose());
        }

        void Work()
        {
            try
            {
                while (true)
                {
                    room.Wait(end.Token);
                    if (Interlocked.Increment(ref next) is var number && number >= count)
                    {
                        return;
                    }

                    feeds[number].Value.Fill(give => work(number, give));
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // Nobody listens any more.
            }
        }
    }

    /// <summary>What one piece brings, in batches that grow: the first result is there at once, many cost little.</summary>
    private sealed class Feed<T>(CancellationToken end) : IDisposable
    {
        private readonly BlockingCollection<List<T>> _batches = new(MostBatches);
        private List<T> _batch = [];
        private int _size = 1;
        private Exception? _failure;

        public void Fill(Action<Action<T>> work)
        {
            try
            {
                work(Add);
                _batches.Add(_batch, end);
            }
            catch (Exception error) when (error is not OperationCanceledException || !end.IsCancellationRequested)
            {
                _failure = error;
            }
            finally
            {
                _batches.CompleteAdding();
            }
        }

        public IEnumerable<List<T>> Batches()
        {
            foreach (var batch in _batches.GetConsumingEnumerable())
            {
                yield return batch;
            }

            if (_failure is { } failure)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            }
        }

        public void Dispose() => _batches.Dispose();

        private void Add(T item)
        {
            _batch.Add(item);
            if (_batch.Count >= _size)
            {
                _batches.Add(_batch, end);
                (_batch, _size) = ([], Math.Min(_size * 2, MostInBatch));
            }
        }
    }
}
