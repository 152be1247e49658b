namespace OciFs.Layers;

/// <summary>
/// Lets as many first passes run at once as there are cores (design §7); the others wait their turn, without a thread. All end when it is
/// closed, however much they have still to read.
/// </summary>
internal sealed class FirstPassGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(Limits.FirstPassesAtOnce);

    private readonly CancellationTokenSource _end = new();

    private int _waiting;

    /// <summary>Passes that run now.</summary>
    public int Running => Limits.FirstPassesAtOnce - _free.CurrentCount;

    /// <summary>Passes that wait for their turn.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether a pass is running.</summary>
    public bool IsBusy => _free.CurrentCount < Limits.FirstPassesAtOnce;

    /// <summary>Runs a pass on a thread of its own when its turn has come.</summary>
    /// <param name="pass">Looks at the token as it reads, and ends by its exception.</param>
    /// <exception cref="OperationCanceledException">The gate was closed.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> pass)
    {
        var end = _end.Token;
        Interlocked.Increment(ref _waiting);
        try
        {
            await _free.WaitAsync(end);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return await Task.Factory.StartNew(() => FirstPassTurn.Run(_free, () => pass(end)), end, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Lets no pass begin any more, and those that run end soon.</summary>
    public void Close() => _end.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _free.Dispose();
        _end.Dispose();
    }
}
