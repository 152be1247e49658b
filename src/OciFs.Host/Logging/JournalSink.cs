using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Logging;

/// <summary>
/// The journal of systemd, by its native protocol. The socket is connected when this is made, so that nothing of the file system is needed later, and once more
/// where the journal was started anew. What it does not take is lost. Owns the socket.
/// </summary>
public sealed class JournalSink : ILogSink, IDisposable
{
    /// <summary>Where the journal listens.</summary>
    public const string UsualPath = "/run/systemd/journal/socket";

    private readonly string _path;
    private SafeFileHandle _socket;

    private JournalSink(string path, SafeFileHandle socket) => (_path, _socket) = (path, socket);

    /// <summary>Connects to the journal.</summary>
    /// <param name="path">Where it listens.</param>
    /// <exception cref="OciFsException">There is none.</exception>
    public static JournalSink Open(string path) => Connect(path, out var socket) switch
    {
        0 => new JournalSink(path, socket!),
        var error => throw new OciFsException(
            OciFsError.Unavailable, $"{path}: there is no journal here: {Marshal.GetPInvokeErrorMessage(error)} (use --log text or --log json, with -f)"),
    };

    /// <summary>Connects to the journal.</summary>
    /// <param name="path">Where it listens.</param>
    /// <returns>Null where there is none.</returns>
    public static JournalSink? TryOpen(string path) => Connect(path, out var socket) == 0 ? new JournalSink(path, socket!) : null;

    /// <inheritdoc/>
    public void Write(LogEntry entry)
    {
        var message = JournalMessage.Of(entry);
        if (!TrySend(message) && Connect(_path, out var socket) == 0)
        {
            _socket.Dispose();
            _socket = socket!;
            _ = TrySend(message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static unsafe int Connect(string path, out SafeFileHandle? connected)
    {
        connected = null;
        var address = default(JournalInterop.sockaddr_un);
        address.sun_family = JournalInterop.AF_UNIX;
        var room = new Span<byte>(address.sun_path, JournalInterop.PathBytes - 1);
        if (!System.Text.Encoding.UTF8.TryGetBytes(path, room, out _))
        {
            return JournalInterop.ENAMETOOLONG;
        }

        var socket = new SafeFileHandle(JournalInterop.socket(JournalInterop.AF_UNIX, JournalInterop.SOCK_DGRAM | JournalInterop.SOCK_CLOEXEC, 0), ownsHandle: true);
        if (socket.IsInvalid || JournalInterop.connect(socket, &address, sizeof(JournalInterop.sockaddr_un)) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            socket.Dispose();
            return error;
        }

        connected = socket;
        return 0;
    }

    private unsafe bool TrySend(byte[] message)
    {
        fixed (byte* start = message)
        {
            return JournalInterop.send(_socket, start, (nuint)message.Length, JournalInterop.MSG_NOSIGNAL) >= 0;
        }
    }
}
