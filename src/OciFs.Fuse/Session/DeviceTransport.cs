using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Interop;

namespace OciFs.Fuse.Session;

/// <summary>The device file: each read(2) takes one request, each write(2) gives one reply.</summary>
/// <param name="device">An open <c>/dev/fuse</c> that is mounted; owned.</param>
/// <param name="replyBytes">Size of a channel's reply buffer.</param>
/// <param name="onError">Told when the device answers as it should not.</param>
internal sealed unsafe class DeviceTransport(SafeFileHandle device, int replyBytes, Action<Exception>? onError) : Transport
{
    /// <inheritdoc/>
    public override Channel OpenChannel() => new DeviceChannel(device, replyBytes, onError);

    /// <inheritdoc/>
    /// <remarks>A reply names its request: it may be written by whichever channel.</remarks>
    public override Channel OpenReplyChannel() => OpenChannel();

    /// <inheritdoc/>
    public override Errno Notify(ReadOnlySpan<byte> message)
    {
        var held = false;
        try
        {
            device.DangerousAddRef(ref held);
            fixed (byte* start = message)
                return Libc.write((int)device.DangerousGetHandle(), start, (nuint)message.Length) < 0 ? Libc.LastError : Errno.None;
        }
        catch (ObjectDisposedException)
        {
            return Errno.ENODEV;
        }
        finally
        {
            if (held)
                device.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => device.Dispose();
}
