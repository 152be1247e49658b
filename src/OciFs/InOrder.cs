using System.Runtime.ExceptionServices;

namespace OciFs;

/// <summary>Asks many things on all cores and hands out the answers in order.</summary>
public static class InOrder
{
    /// <summary>How many items a core may be ahead of the one that is waited for.</summary>
    internal const int AheadPerCore = 16;

    /// <summary>
    /// What is told of each item, in the order of the items, each as soon as it and all before it are there. Items are asked from the first look on, a bounded
    /// number ahead of the one that is waited for. Who stops looking waits for those that are being asked; no more are begun.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="tell">Asked at most once for each item, on several threads at once; the first exception, in the order of the items, reaches who looks.</param>
    public static IEnumerable<TResult> Select<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> tell)
    {
        var answers = new object?[items.Count];
        var queue = new Queue(answers.Length, number => answers[number] = tell(items[number]));
        try
        {
            for (var i = 0; i < answers.Length; i++)
            {
                queue.Await(i);
                yield return (TResult)answers[i]!;
                answers[i] = null;
            }
        }
        finally
        {
            queue.Stop();
        }
    }

    // Knows numbers only, no items: generic code is compiled for each type that it is used with.
    private sealed class Queue
    {
        private readonly object _gate = new();
        private readonly Action<int> _ask;
        private readonly bool[] _isDone;
        private readonly ExceptionDispatchInfo?[] _failures;
        private readonly Task[] _workers;
        private int _next;
        private int _awaited;
        private bool _isStopped;

        public Queue(int count, Action<int> ask)
        {
            _ask = ask;
            _isDone = new bool[count];
            _failures = new ExceptionDispatchInfo?[count];
            _workers = new Task[Math.Min(count, Environment.ProcessorCount)];
            for (var i = 0; i < _workers.Length; i++)
            {
                _workers[i] = Task.Run(Work);
            }
        }

        public void Await(int number)
        {
            lock (_gate)
            {
                _awaited = number;
                Monitor.PulseAll(_gate);
                while (!_isDone[number])
                {
                    Monitor.Wait(_gate);
                }
            }

            _failures[number]?.Throw();
        }

        public void Stop()
        {
            lock (_gate)
            {
                _isStopped = true;
                Monitor.PulseAll(_gate);
            }

            Task.WaitAll(_workers);
        }

        private void Work()
        {
            while (Take() is >= 0 and var number)
            {
                try
                {
                    _ask(number);
                }
                catch (Exception error)
                {
                    _failures[number] = ExceptionDispatchInfo.Capture(error);
                }

                lock (_gate)
                {
                    _isDone[number] = true;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        private int Take()
        {
            lock (_gate)
            {
                while (!_isStopped && _next < _isDone.Length && _next >= _awaited + (_workers.Length * AheadPerCore))
                {
                    Monitor.Wait(_gate);
                }

                return _isStopped || _next == _isDone.Length ? -1 : _next++;
            }
        }
    }
}
