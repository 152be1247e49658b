using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Background;

/// <summary>
/// The line between a server and the one who keeps its mount: single messages, and the descriptors of what was mounted. Each end sees when the other one's process
/// has died, however it did (unix(7), SOCK_SEQPACKET). Sending is for any thread, receiving for one.
/// </summary>
/// <param name="socket">An end; owned.</param>
internal sealed unsafe class Lifeline(SafeFileHandle socket) : IDisposable
{
    // A path is the longest that is ever sent.
    private const int LongestMessage = 1 + 4096;

    /// <summary>The end's descriptor.</summary>
    public SafeFileHandle Socket => socket;

    /// <summary>Makes a pair.</summary>
    /// <exception cref="OciFsException">There are no descriptors left.</exception>
    public static (Lifeline Keeper, Lifeline Server) Pair()
    {
        var ends = stackalloc int[2];
        if (BackgroundInterop.socketpair(BackgroundInterop.AF_UNIX, BackgroundInterop.SOCK_SEQPACKET | BackgroundInterop.SOCK_CLOEXEC, 0, ends) < 0)
        {
            throw new OciFsException(OciFsError.Unavailable, $"no socket: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }

        return (new Lifeline(new SafeFileHandle(ends[0], ownsHandle: true)), new Lifeline(new SafeFileHandle(ends[1], ownsHandle: true)));
    }

    /// <summary>Sends a message; never waits.</summary>
    /// <returns>False where nobody is there to read it, or has not read for long.</returns>
    public bool Send(LifelineMessage kind)
    {
        var one = (byte)kind;
        nint sent;
        do
        {
            sent = BackgroundInterop.sendto((int)socket.DangerousGetHandle(), &one, 1, BackgroundInterop.MSG_NOSIGNAL | BackgroundInterop.MSG_DONTWAIT, null, 0);
        }
        while (sent < 0 && Marshal.GetLastPInvokeError() == BackgroundInterop.EINTR);
        return sent >= 0;
    }

    /// <summary>As the other, with a text and descriptors, which the receiver gets as its own. Not for servers: they may not send descriptors.</summary>
    public bool Send(LifelineMessage kind, string text, SafeFileHandle first, SafeFileHandle? second = null)
    {
        byte[] bytes = [(byte)kind, .. Encoding.UTF8.GetBytes(text)];
        var count = second is null ? 1 : 2;
        var control = new socket_descriptors
        {
            cmsg_len = (nuint)(socket_descriptors.HeaderLength + (count * sizeof(int))),
            cmsg_level = BackgroundInterop.SOL_SOCKET,
            cmsg_type = BackgroundInterop.SCM_RIGHTS,
            first = (int)first.DangerousGetHandle(),
            second = second is null ? -1 : (int)second.DangerousGetHandle(),
        };
        fixed (byte* start = bytes)
        {
            var vector = new socket_vector { iov_base = start, iov_len = (nuint)bytes.Length };
            var message = new socket_message { msg_iov = &vector, msg_iovlen = 1, msg_control = &control, msg_controllen = (nuint)sizeof(socket_descriptors) };
            nint sent;
            do
            {
                sent = BackgroundInterop.sendmsg((int)socket.DangerousGetHandle(), &message, BackgroundInterop.MSG_NOSIGNAL | BackgroundInterop.MSG_DONTWAIT);
            }
            while (sent < 0 && Marshal.GetLastPInvokeError() == BackgroundInterop.EINTR);
            return sent >= 0;
        }
    }

    /// <summary>Waits for a message.</summary>
    /// <returns>The message, whose descriptors are the caller's; null where the other end is closed.</returns>
    public ReceivedMessage? Receive()
    {
        var buffer = stackalloc byte[LongestMessage];
        var vector = new socket_vector { iov_base = buffer, iov_len = LongestMessage };
        var control = default(socket_descriptors);
        var message = new socket_message { msg_iov = &vector, msg_iovlen = 1, msg_control = &control, msg_controllen = (nuint)sizeof(socket_descriptors) };
        nint length;
        do
        {
            length = BackgroundInterop.recvmsg((int)socket.DangerousGetHandle(), &message, BackgroundInterop.MSG_CMSG_CLOEXEC);
        }
        while (length < 0 && Marshal.GetLastPInvokeError() == BackgroundInterop.EINTR);
        if (length <= 0)
        {
            return null;
        }

        var count = message.msg_controllen > 0 && control is { cmsg_level: BackgroundInterop.SOL_SOCKET, cmsg_type: BackgroundInterop.SCM_RIGHTS }
            ? ((int)control.cmsg_len - socket_descriptors.HeaderLength) / sizeof(int)
            : 0;
        return new ReceivedMessage(
            (LifelineMessage)buffer[0],
            Encoding.UTF8.GetString(buffer + 1, (int)length - 1),
            count > 0 ? new SafeFileHandle(control.first, ownsHandle: true) : null,
            count > 1 ? new SafeFileHandle(control.second, ownsHandle: true) : null);
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}

/// <summary>What is said over a <see cref="Lifeline"/>.</summary>
internal enum LifelineMessage : byte
{
    /// <summary>To the server: the device that was mounted, perhaps with its guard; the text is the mountpoint.</summary>
    Device = (byte)'D',

    /// <summary>To the server: say <see cref="Alive"/>.</summary>
    Ping = (byte)'P',

    /// <summary>To the server: read the store again, and say <see cref="Reread"/>.</summary>
    Reread = (byte)'R',

    /// <summary>Of the server: unmount, lazily where it is in use.</summary>
    Unmount = (byte)'U',

    /// <summary>Of the server: end the connection under whoever still uses it.</summary>
    Abort = (byte)'A',

    /// <summary>Of the server: it works.</summary>
    Alive = (byte)'L',

    /// <summary>Of the server: the mount has ended, and so does the process. The text is empty.</summary>
    Ended = (byte)'E',
}

/// <summary>A message of a <see cref="Lifeline"/>.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Text">More of it.</param>
/// <param name="First">The device.</param>
/// <param name="Second">Its guard.</param>
internal sealed record ReceivedMessage(LifelineMessage Kind, string Text, SafeFileHandle? First, SafeFileHandle? Second)
{
    /// <summary>Closes descriptors that nobody has asked for.</summary>
    public void Close()
    {
        First?.Dispose();
        Second?.Dispose();
    }
}
