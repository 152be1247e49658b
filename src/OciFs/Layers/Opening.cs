using OciFs.References;

namespace OciFs.Layers;

/// <summary>
/// What takes a pass over a blob to be had, made when first asked for and by one pass, however many ask. What could not be had is tried
/// again after a rest, what is wrong stays wrong. Any thread.
/// </summary>
/// <param name="blob">Named in errors.</param>
/// <param name="open">The pass.</param>
/// <param name="opened">Told when it can be had.</param>
/// <param name="failed">Told why it cannot.</param>
internal sealed class Opening<T>(Digest blob, Func<Task<T>> open, Action<T> opened, Action<string> failed)
    where T : class
{
    private readonly Lock _gate = new();
    private volatile T? _value;
    private Task<T>? _pass;
    private long _begunAt;
    private long _failedAt;

    /// <summary>What was opened, if the pass is behind it.</summary>
    public T? ValueIfReady => _value;

    /// <summary>What was opened; starts the pass where it has not begun.</summary>
    /// <exception cref="NotReadyException">The pass has not ended.</exception>
    /// <exception cref="OciFsException">It failed.</exception>
    public T Value
    {
        get
        {
            if (_value is { } ready)
            {
                return ready;
            }

            var pass = Start();
            if (!pass.IsCompleted)
            {
                throw new NotReadyException(pass);
            }

            // An exception of its own for each who asks.
            return pass.Exception?.InnerException is OciFsException failure
                ? throw new OciFsException(failure.Error, failure.Message, failure)
                : pass.GetAwaiter().GetResult();
        }
    }

    /// <summary>Starts the pass where it has not begun, without waiting for it.</summary>
    public Task<T> Start()
    {
        lock (_gate)
        {
            if (_pass is { IsFaulted: true } && OpeningFailure.MayRetry(_pass.Exception!.InnerException, _begunAt, _failedAt, Environment.TickCount64))
            {
                _pass = null;
            }

            return _pass ??= Begin();
        }
    }

    /// <summary>
    /// Waits for the pass that is under way, if there is one, as its gate is closed: nothing is written or opened after this. False where it does not end:
    /// a read of its blob hangs.
    /// </summary>
    public bool WaitForEnd(TimeSpan patience)
    {
        Task? pass;
        lock (_gate)
        {
            pass = _pass;
        }

        return ((IAsyncResult?)pass)?.AsyncWaitHandle.WaitOne(patience) ?? true;
    }

    private Task<T> Begin()
    {
        _begunAt = Environment.TickCount64;
        return Task.Run(OpenAsync);
    }

    private async Task<T> OpenAsync()
    {
        try
        {
            var value = await open();
            _value = value;
            opened(value);
            return value;
        }
        catch (OperationCanceledException error)
        {
            // Nothing is wrong with the blob, and nobody waits any more who could be told.
            throw new OciFsException(OciFsError.Unavailable, $"{blob}: the store was closed", error);
        }
        catch (Exception error)
        {
            var failure = OpeningFailure.Of(error, blob);
            lock (_gate)
            {
                _failedAt = Environment.TickCount64;
            }

            failed(failure.Message);
            throw failure;
        }
    }
}
