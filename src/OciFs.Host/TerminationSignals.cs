using System.Runtime.InteropServices;

namespace OciFs.Host;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP, caught from the moment this is made: one that comes before anybody minds is not lost and does not kill.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private Action? _minder;
    private bool _came;

    public TerminationSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Note),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Note),
    ];

    /// <summary>Runs <paramref name="minder"/> at the first signal, on a thread of its own; at once if one has come.</summary>
    public void Mind(Action minder)
    {
        lock (_gate)
        {
            _minder = minder;
            if (_came)
            {
                Run();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    private void Note(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lock (_gate)
        {
            _came = true;
            Run();
        }
    }

    private void Run()
    {
        if (_minder is { } minder)
        {
            _minder = null;
            new Thread(() => minder()) { IsBackground = true, Name = "ocifs unmount" }.Start();
        }
    }
}
