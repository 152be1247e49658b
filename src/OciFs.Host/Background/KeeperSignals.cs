using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Background;

/// <summary>SIGINT, SIGTERM and SIGHUP as bytes to be read, caught from the moment this is made: one that comes before anybody reads is not lost and does not kill.</summary>
public sealed unsafe class KeeperSignals : IDisposable
{
    private readonly SafeFileHandle _reading, _writing;
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to catch them.</summary>
    /// <exception cref="OciFsException">There are no descriptors left.</exception>
    public KeeperSignals()
    {
        var ends = stackalloc int[2];
        if (BackgroundInterop.pipe2(ends, BackgroundInterop.O_CLOEXEC | BackgroundInterop.O_NONBLOCK) < 0)
        {
            throw new OciFsException(OciFsError.Unavailable, $"no pipe: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        (_reading, _writing) = (new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Note(signal, KeeperSignal.Stop)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Note(signal, KeeperSignal.Stop)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Note(signal, KeeperSignal.Reread)),
        ];
    }

    /// <summary>Readable when one has come.</summary>
    internal int Descriptor => (int)_reading.DangerousGetHandle();

    /// <summary>Takes the oldest of those that came; null where none has.</summary>
    internal KeeperSignal? Take()
    {
        KeeperSignal came;
        return BackgroundInterop.read(Descriptor, (byte*)&came, 1) == 1 ? came : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_registrations, registration => registration.Dispose());
        _reading.Dispose();
        _writing.Dispose();
    }

    // Where the pipe is full there are more than enough.
    private void Note(PosixSignalContext signal, KeeperSignal what)
    {
        signal.Cancel = true;
        _ = BackgroundInterop.write((int)_writing.DangerousGetHandle(), (byte*)&what, 1);
    }
}

/// <summary>What a signal is to bring about.</summary>
internal enum KeeperSignal : byte
{
    /// <summary>The mount is to end (SIGINT, SIGTERM).</summary>
    Stop,

    /// <summary>The store is to be read again (SIGHUP).</summary>
    Reread,
}
