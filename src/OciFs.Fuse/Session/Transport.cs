namespace OciFs.Fuse.Session;

/// <summary>
/// The way to the kernel, below the session: hands each worker its own channel, and sends what no request asked for. What the device
/// file does by read(2) and write(2), another way may do by a ring.
/// </summary>
internal abstract class Transport : IDisposable
{
    /// <summary>Opens a channel for one worker.</summary>
    /// <returns>The channel, to be disposed of by the worker; it stays usable when the transport is disposed of first.</returns>
    /// <exception cref="IOException">The system has no more of what it needs.</exception>
    public abstract Channel OpenChannel();

    /// <summary>Opens a channel for replies to requests that workers took and did not answer.</summary>
    /// <returns>The channel, the caller's.</returns>
    public abstract Channel OpenReplyChannel();

    /// <summary>Sends a notification. Safe from any thread, also after the end.</summary>
    /// <param name="message">The whole message.</param>
    /// <returns><see cref="Errno.ENODEV"/> when the mount has ended, else the kernel's answer.</returns>
    public abstract Errno Notify(ReadOnlySpan<byte> message);

    /// <summary>Gives up the connection; it closes when the last channel is gone.</summary>
    public abstract void Dispose();
}
