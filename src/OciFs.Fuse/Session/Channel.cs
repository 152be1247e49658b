namespace OciFs.Fuse.Session;

/// <summary>One worker's way to the kernel, with the buffers of one request. Used by one thread.</summary>
internal abstract class Channel : IDisposable
{
    /// <summary>Waits for the next request.</summary>
    /// <param name="request">The whole message, valid until the next call.</param>
    /// <returns>False when there will be none any more: the mount has ended.</returns>
    public abstract bool Receive(out ReadOnlySpan<byte> request);

    /// <summary>Where the reply to the last request is laid out.</summary>
    public abstract Span<byte> ReplyBuffer { get; }

    /// <summary>Sends the reply.</summary>
    /// <param name="length">Its length in <see cref="ReplyBuffer"/>.</param>
    /// <returns><see cref="Errno.None"/>, also when nobody waits for it any more; else why the kernel refused it.</returns>
    public abstract Errno Reply(int length);

    /// <summary>Frees the buffers.</summary>
    public abstract void Dispose();
}
