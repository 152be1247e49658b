namespace OciFs.Fuse.Session;

/// <summary>
/// The request that a worker has in hand, open to be cancelled by another worker. Without an interrupt it costs one interlocked
/// operation a request and allocates nothing.
/// </summary>
/// <remarks>
/// <para><c>_state</c> is 0 (idle), the request's number (running), <see cref="Claimed"/> (being cancelled), or the number with
/// <see cref="Cancelled"/>. Numbers are not 0, and bit 63 is clear: it marks resent requests (<c>FUSE_UNIQUE_RESEND</c>), which INIT
/// does not ask for.</para>
/// <para>The owner goes from running to idle and an interrupter from running to claimed by compare and swap: a cancellation hits the
/// request it is meant for or none. The owner waits in <see cref="End"/> until a claim is done.</para>
/// </remarks>
internal sealed class InterruptSlot : IDisposable
{
    private const ulong Cancelled = 1UL << 63;
    private const ulong Claimed = ulong.MaxValue;

    private CancellationTokenSource _source = new();
    private ulong _state;

    /// <summary>Fires when the running request is interrupted.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Owner: a request begins.</summary>
    /// <param name="unique">Its number.</param>
    public void Begin(ulong unique) => Volatile.Write(ref _state, unique);

    /// <summary>Owner: the request is done. Makes a new token if the old one has fired.</summary>
    /// <param name="unique">Its number.</param>
    public void End(ulong unique)
    {
        if (Interlocked.CompareExchange(ref _state, 0, unique) == unique)
            return;
        var wait = default(SpinWait);
        while (Volatile.Read(ref _state) == Claimed)
            wait.SpinOnce();
        _source.Dispose();
        _source = new CancellationTokenSource();
        Volatile.Write(ref _state, 0);
    }

    /// <summary>Any thread: cancels a request, if it is the one in hand.</summary>
    /// <param name="unique">Its number.</param>
    /// <param name="onError">Told when what was registered with the token throws.</param>
    /// <returns>Whether it was, and is cancelled now.</returns>
    public bool TryInterrupt(ulong unique, Action<Exception>? onError)
    {
        if (unique is 0 or >= Cancelled)
            return false;
        var state = Interlocked.CompareExchange(ref _state, Claimed, unique);
        if (state != unique)
            return state == (unique | Cancelled);
        try
        {
            _source.Cancel();
        }
        catch (AggregateException exception)
        {
            onError?.Invoke(exception);
        }
        finally
        {
            Volatile.Write(ref _state, unique | Cancelled);
        }
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
