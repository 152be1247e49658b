namespace OciFs.Views;

/// <summary>
/// The folder of one image: resolved when first asked for and by one task, however many ask. One with something wrong or absent is resolved again when it
/// is asked for after a rest. Any thread.
/// </summary>
/// <param name="resolve">Resolves; given the folder that there is, which it gives back where nothing has changed.</param>
internal sealed class ImageOpening(Func<ImageFolder?, ImageFolder> resolve)
{
    // Milliseconds; or as long as the resolving itself took, so that who looks again and again does not have the store read without end.
    private const long LeastRest = 1000;

    private readonly Lock _gate = new();
    private volatile ImageFolder? _folder;
    private Task? _pass;
    private long _restsUntil;

    /// <summary>The folder as it was resolved last; null before that.</summary>
    public ImageFolder? SoFar => _folder;

    /// <summary>The folder.</summary>
    /// <exception cref="NotReadyException">It is being resolved.</exception>
    /// <exception cref="OciFsException">The tree was closed, or resolving failed as it should not.</exception>
    public ImageFolder Value
    {
        get
        {
            lock (_gate)
            {
                if (_folder is { } folder && (Environment.TickCount64 < _restsUntil || !folder.IsProvisional))
                {
                    return folder;
                }

                if (_pass is { IsFaulted: true } && Environment.TickCount64 >= _restsUntil)
                {
                    _pass = null;
                }

                _pass ??= Task.Run(Resolve);
                return _pass.Exception?.InnerException is { } failure ? throw Failed(failure) : throw new NotReadyException(_pass);
            }
        }
    }

    /// <summary>Waits for the task that is under way, if there is one; told to end, it does so before its next document. False where that hangs.</summary>
    public bool WaitForEnd(TimeSpan patience)
    {
        Task? pass;
        lock (_gate)
        {
            pass = _pass;
        }

        return ((IAsyncResult?)pass)?.AsyncWaitHandle.WaitOne(patience) ?? true;
    }

    private static OciFsException Failed(Exception failure) => failure is OperationCanceledException or ObjectDisposedException
        ? new OciFsException(OciFsError.Unavailable, "images: the store was closed", failure)
        : new OciFsException(OciFsError.Invalid, $"images: the image cannot be understood: {failure.GetType().Name}: {failure.Message}", failure);

    private void Resolve()
    {
        var begun = Environment.TickCount64;
        var (folder, isResolved) = (_folder, false);
        try
        {
            folder = resolve(folder);
            isResolved = true;
        }
        finally
        {
            lock (_gate)
            {
                var now = Environment.TickCount64;
                (_folder, _pass, _restsUntil) = (folder, isResolved ? null : _pass, now + Math.Max(LeastRest, now - begun));
            }
        }
    }
}
