using System.Diagnostics;

namespace OciFs.Layers;

/// <summary>
/// Lets as many first passes run at once as there are cores (design §7), and one more of a small blob; the others wait their turn, without a thread. All end
/// when it is closed, however much they have still to read.
/// </summary>
/// <remarks>
/// Somebody waits for each. The shortest goes first, but a second of waiting counts as <see cref="Limits.FirstPassBytesPerSecond"/> less to read; and what came
/// more than <see cref="Limits.FirstPassGrace"/> later never goes before.
/// </remarks>
internal sealed class FirstPassGate : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly PriorityQueue<Turn, long> _large = new(); // By when it is due.
    private readonly PriorityQueue<Turn, long> _small = new();
    private int _running; // Without the one beside.
    private bool _runsBeside;

    /// <summary>Passes that run now.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _running + (_runsBeside ? 1 : 0);
            }
        }
    }

    /// <summary>Passes that wait for their turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _large.Count + _small.Count;
            }
        }
    }

    /// <summary>Whether a pass is running.</summary>
    public bool IsBusy => Running > 0;

    /// <summary>Runs a pass on a thread of its own of low priority when its turn has come.</summary>
    /// <param name="bytes">How much it reads, about.</param>
    /// <param name="pass">Looks at the token as it reads, and ends by its exception.</param>
    /// <exception cref="OperationCanceledException">The gate was closed.</exception>
    public async Task<T> RunAsync<T>(long bytes, Func<CancellationToken, T> pass)
    {
        var end = _end.Token;
        var turn = new FirstPassTurn(this, await Enter(bytes));
        try
        {
            return await Task.Factory.StartNew(() => LowPriorityThread.Run(() => turn.Run(() => pass(end))), end, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            turn.GiveBack();
        }
    }

    /// <summary>Lets no pass begin any more, and those that run end soon.</summary>
    public void Close()
    {
        _end.Cancel();
        lock (_gate)
        {
            while (_large.TryDequeue(out var turn, out _) || _small.TryDequeue(out turn, out _))
            {
                turn.SetCanceled(_end.Token);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    /// <summary>Ends when the turn has come; true where it is that of the one beside.</summary>
    internal Task<bool> Enter(long bytes)
    {
        var turn = new Turn();
        var lead = TimeSpan.FromSeconds((double)Math.Max(bytes, 0) / Limits.FirstPassBytesPerSecond);
        var due = Stopwatch.GetTimestamp() + (long)((lead < Limits.FirstPassGrace ? lead : Limits.FirstPassGrace).TotalSeconds * Stopwatch.Frequency);
        lock (_gate)
        {
            _end.Token.ThrowIfCancellationRequested();
            (bytes <= Limits.SmallPassBytes ? _small : _large).Enqueue(turn, due);
            Admit();
        }

        return turn.Task;
    }

    /// <summary>Ends a turn.</summary>
    internal void Leave(bool isBeside)
    {
        lock (_gate)
        {
            if (isBeside)
            {
                _runsBeside = false;
            }
            else
            {
                _running--;
            }

            Admit();
        }
    }

    private void Admit()
    {
        while (_running < Limits.FirstPassesAtOnce && FirstDue()?.TryDequeue(out var turn, out _) is true)
        {
            _running++;
            turn.SetResult(false);
        }

        if (!_runsBeside && _small.TryDequeue(out var beside, out _))
        {
            _runsBeside = true;
            beside.SetResult(true);
        }
    }

    private PriorityQueue<Turn, long>? FirstDue()
    {
        var isSmallDue = _small.TryPeek(out _, out var small);
        var isLargeDue = _large.TryPeek(out _, out var large);
        return isSmallDue && (!isLargeDue || small <= large) ? _small : isLargeDue ? _large : null;
    }

    /// <summary>What comes behind it does not run under the gate's lock.</summary>
    private sealed class Turn() : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
}
