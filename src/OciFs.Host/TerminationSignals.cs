using System.Runtime.InteropServices;

namespace OciFs.Host;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP, caught from the moment this is made: one that comes before anybody minds is not lost and does not kill.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private readonly Queue<Action> _missed = new();
    private Action? _end, _press, _reread;
    private bool _hasCome;

    public TerminationSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Note(signal, End)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Note(signal, End)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Note(signal, () => Run(_reread))),
    ];

    /// <summary>Runs what is given, each time on a thread of its own; at once for those that have come.</summary>
    /// <param name="end">At the first SIGINT or SIGTERM.</param>
    /// <param name="press">At each further one.</param>
    /// <param name="reread">At SIGHUP.</param>
    public void Mind(Action end, Action press, Action reread)
    {
        lock (_gate)
        {
            (_end, _press, _reread) = (end, press, reread);
            while (_missed.TryDequeue(out var missed))
            {
                missed();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    private void Note(PosixSignalContext signal, Action what)
    {
        signal.Cancel = true;
        lock (_gate)
        {
            if (_end is null)
            {
                _missed.Enqueue(what);
            }
            else
            {
                what();
            }
        }
    }

    private void End()
    {
        Run(_hasCome ? _press : _end);
        _hasCome = true;
    }

    private static void Run(Action? what) => new Thread(() => what!()) { IsBackground = true, Name = "ocifs signal" }.Start();
}
