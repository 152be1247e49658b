namespace OciFs.Layers;

/// <summary>Lets as many first passes run at once as there are cores (design §7); the others wait their turn, without a thread.</summary>
internal sealed class FirstPassGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(Limits.FirstPassesAtOnce);

    private volatile bool _isClosed;

    /// <summary>Whether a pass is running.</summary>
    public bool IsBusy => _free.CurrentCount < Limits.FirstPassesAtOnce;

    /// <summary>Runs a pass on a thread of its own when its turn has come.</summary>
    public async Task<T> RunAsync<T>(Func<T> pass)
    {
        await _free.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return await Task.Factory.StartNew(pass, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Lets no pass begin any more: those that wait for their turn fail.</summary>
    public void Close() => _isClosed = true;

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}
